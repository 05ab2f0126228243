import type { ResourceRequirements } from "../../core/flink.ts";

export interface Vertex {
  /** 32 hex digits; the same for every start of the same program. */
  readonly id: string;
  readonly name: string;
  readonly lowerBound: number;
  readonly upperBound: number;
  readonly maxParallelism: number;
}

/** Of these only the adaptive one changes the parallelism of a job that runs; reactive is adaptive with all slots there are. */
export type Scheduler = "default" | "adaptive" | "reactive";

/** How parallel the vertices of a job may be and are. All share their slots: a job takes as many as its widest vertex. */
export class Scale {
  readonly scheduler: Scheduler;
  #vertices: readonly Vertex[];
  #parallelism: readonly number[];
  #holds = false;

  constructor(scheduler: Scheduler, vertices: readonly Vertex[]) {
    this.scheduler = scheduler;
    this.#vertices = vertices;
    this.#parallelism = vertices.map(({ lowerBound }) => lowerBound);
  }

  get isAdaptive(): boolean {
    return this.scheduler !== "default";
  }

  get vertices(): readonly (Vertex & { readonly parallelism: number })[] {
    return this.#vertices.map((vertex, i) => ({ ...vertex, parallelism: this.#parallelism[i] ?? 0 }));
  }

  get tasks(): number {
    return this.#parallelism.reduce((sum, each) => sum + each, 0);
  }

  /** Slots in use. */
  get slots(): number {
    return Math.max(...this.#parallelism);
  }

  /** Slots that no other job gets. A job that fails keeps them for its next start. */
  get held(): number {
    return this.#holds ? this.slots : 0;
  }

  /** Returns whether there were any to give up. */
  release(): boolean {
    const held = this.#holds;
    this.#holds = false;
    return held;
  }

  /** Slots that are asked for. */
  get wanted(): number {
    return Math.max(...this.#vertices.map(({ upperBound }) => upperBound));
  }

  /** Whether so many slots are enough to run at all. */
  isEnough(slots: number): boolean {
    return slots >= Math.max(...this.#vertices.map(({ lowerBound }) => lowerBound));
  }

  /** Whether it would run otherwise with so many slots than it does. */
  wouldChange(slots: number): boolean {
    if (!this.isEnough(slots)) return false;
    const next = this.#fitted(slots);
    return next.some((each, i) => each !== this.#parallelism[i]);
  }

  take(slots: number): void {
    this.#holds = true;
    this.#parallelism = this.#fitted(slots);
  }

  /** Returns what is wrong with them. */
  require(requirements: ResourceRequirements): string | undefined {
    const because = refusalOf(this.#vertices, requirements);
    if (because !== undefined) return because;
    this.#vertices = this.#vertices.map((vertex) => ({ ...vertex, ...requirements[vertex.id] }));
    return undefined;
  }

  #fitted(slots: number): readonly number[] {
    return this.#vertices.map(({ upperBound }) => Math.min(upperBound, slots));
  }
}

/** org.apache.flink.runtime.jobgraph.JobResourceRequirements.validate */
function refusalOf(vertices: readonly Vertex[], requirements: ResourceRequirements): string | undefined {
  const given = Object.entries(requirements);
  if (given.length === 0) return "Request body does not specify resource requirements.";
  const missing = vertices.find(({ id }) => requirements[id] === undefined);
  if (missing !== undefined)
    return `The request is incomplete, missing job vertex [${missing.id}] resource requirements.`;
  for (const [id, { lowerBound, upperBound }] of given) {
    const vertex = vertices.find((each) => each.id === id);
    if (vertex === undefined) return `Job vertex [${id}] was not found in the JobGraph.`;
    const about = `for job vertex [${id}]`;
    if (lowerBound < 1) return `The requested lower bound [${lowerBound}] ${about} must be greater than zero.`;
    if (lowerBound > upperBound)
      return `The requested lower bound [${lowerBound}] ${about} is higher than the upper bound [${upperBound}].`;
    if (upperBound > vertex.maxParallelism)
      return `The newly requested parallelism ${upperBound} ${about} exceeds its maximum parallelism ${vertex.maxParallelism}.`;
  }
  return undefined;
}
