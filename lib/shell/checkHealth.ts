import { Faulted } from "../core/fault.ts";
import { type Health, health } from "../core/health/health.ts";
import type { Millis } from "../core/time.ts";
import type { Clock, DeadLetters, Fleet, Looks, Metrics } from "../ports/index.ts";

export interface HealthPorts {
  /** Reads the fleet file and finds the spokes, with the credentials of the hub. */
  readonly fleet: () => Promise<Fleet>;
  readonly looks: Looks;
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  /** A spoke that was not looked at for as long is stale. */
  readonly mostStale: Millis;
}

/** Asks everything that the hub needs; what does not answer is told, and the rest is told all the same. */
export async function checkHealth({ fleet, looks, deadLetters, clock, mostStale }: HealthPorts): Promise<Health> {
  const problems: string[] = [];
  const asked = async <T>(what: string, ask: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      problems.push(`${what}: ${error instanceof Faulted ? error.message : "failed unexpectedly"}`);
      return otherwise;
    }
  };
  const [spokes, notes, letters] = await Promise.all([
    asked("the fleet", async () => (await (await fleet()).spokes()).map(({ name }) => name), []),
    asked("the notes of looks", () => looks.all(), []),
    asked("the dead letters", () => deadLetters.count(), 0),
  ]);
  return health({ spokes, notes, deadLetters: letters, problems: problems.toSorted() }, mostStale, clock.now());
}

/** What alarms watch. Ages are told as long as the notes can be read. */
export function measure(found: Health, metrics: Metrics): void {
  const { spokes, stalestSeconds, resources, sickCanaries, deadLetters, problems } = found;
  metrics.put([
    { name: "Spokes", unit: "Count", value: spokes.total },
    { name: "StaleSpokes", unit: "Count", value: spokes.stale.length },
    { name: "StalestLook", unit: "Seconds", value: stalestSeconds },
    { name: "Resources", unit: "Count", value: resources.total },
    { name: "ResourcesInMotion", unit: "Count", value: resources.inMotion },
    { name: "StuckResources", unit: "Count", value: resources.stuck },
    { name: "SickCanaries", unit: "Count", value: sickCanaries.length },
    { name: "DeadLetters", unit: "Count", value: deadLetters },
    { name: "HealthProblems", unit: "Count", value: problems.length },
  ]);
}
