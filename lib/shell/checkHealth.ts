import { Faulted } from "../core/fault.ts";
import { type Health, health } from "../core/health/health.ts";
import type { Millis } from "../core/time.ts";
import type { Clock, DeadLetters, Figure, Fleet, Looks, Metrics } from "../ports/index.ts";

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
  const asked = async <T>(what: string, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      problems.push(`${what}: ${error instanceof Faulted ? error.message : "failed unexpectedly"}`);
      return undefined;
    }
  };
  const [spokes, notes, letters] = await Promise.all([
    asked("the fleet", async () => (await (await fleet()).spokes()).map(({ name }) => name)),
    asked("the notes of looks", () => looks.all()),
    asked("the dead letters", () => deadLetters.count()),
  ]);
  return health({ spokes, notes, deadLetters: letters, problems: problems.toSorted() }, mostStale, clock.now());
}

/** What alarms watch. A figure that could not be found out is not told at all, and `HealthProblems` always is. */
export function measure(found: Health, metrics: Metrics): void {
  const { spokes, stalestSeconds, resources, sickCanaries, deadLetters, problems } = found;
  metrics.put([
    ...figure("Spokes", "Count", spokes.total),
    ...figure("StaleSpokes", "Count", spokes.stale?.length),
    ...figure("StalestLook", "Seconds", stalestSeconds),
    ...figure("Resources", "Count", resources?.total),
    ...figure("ResourcesInMotion", "Count", resources?.inMotion),
    ...figure("StuckResources", "Count", resources?.stuck),
    ...figure("DriftedResources", "Count", resources?.drifted),
    ...figure("SickCanaries", "Count", sickCanaries?.length),
    ...figure("DeadLetters", "Count", deadLetters),
    ...figure("HealthProblems", "Count", problems.length),
  ]);
}

const figure = (name: string, unit: Figure["unit"], value: number | undefined): readonly Figure[] =>
  value === undefined ? [] : [{ name, unit, value }];
