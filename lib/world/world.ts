import { type Instant, instant, type Millis, minutes, seconds } from "../core/time.ts";
import type { Clock, Fleet, Ids } from "../ports/index.ts";
import { SimulatedSpoke } from "./simulatedSpoke.ts";
import { SeededIds } from "./simulation/seededIds.ts";
import { Timeline } from "./simulation/timeline.ts";

export interface WorldOptions {
  readonly start?: Instant;
  /** Names of the clusters. */
  readonly spokes?: readonly string[];
  readonly seed?: number;
}

/** A fleet of Kubernetes clusters with Flink in them, in memory and in simulated time; the same for the same seed. */
export class World {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fleet: Fleet;
  readonly #time: Timeline;
  readonly #spokes: ReadonlyMap<string, SimulatedSpoke>;
  readonly #violations: string[] = [];

  constructor(options: WorldOptions = {}) {
    const { start = instant(Date.UTC(2026, 0, 1)), spokes = ["one"], seed = 1 } = options;
    this.#time = new Timeline(start);
    this.clock = this.#time;
    this.ids = new SeededIds(seed);
    const build = (name: string, index: number): SimulatedSpoke =>
      new SimulatedSpoke({
        name,
        time: this.#time,
        // Apart from the ids of the caller, so that a call more or less leaves the world as it is.
        ids: new SeededIds(seed * 1000 + index + 1),
        violation: (what) => this.#violations.push(`${this.#time.timestamp()} ${name} ${what}`),
      });
    this.#spokes = new Map(spokes.map((name, index) => [name, build(name, index)]));
    this.fleet = { spokes: async () => [...this.#spokes.values()].map(asSpoke) };
  }

  /** Moments at which something ran twice that must never. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  get spokes(): readonly SimulatedSpoke[] {
    return [...this.#spokes.values()];
  }

  /** Lets time pass: controllers, kubelets and Flink act at their times, in order. */
  advance(by: Millis): void {
    this.#time.advance(by);
  }

  /** The first one when no name is given. */
  spoke(name?: string): SimulatedSpoke {
    const found = name === undefined ? this.spokes[0] : this.#spokes.get(name);
    if (found === undefined)
      throw new Error(`the world has no spoke ${name}: it has ${[...this.#spokes.keys()].join(", ")}`);
    return found;
  }
}

const asSpoke = (spoke: SimulatedSpoke): Awaited<ReturnType<Fleet["spokes"]>>[number] => ({
  name: spoke.name,
  zone: "default",
  namespaces: [],
  labelSelector: undefined,
  limits: { parallelism: 8, deadline: minutes(4), resourceDeadline: seconds(30) },
  connect: async () => ({ cluster: spoke.cluster, flink: spoke.flink, artifacts: spoke.artifacts }),
});
