import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import type { Artifacts, Bus, Cluster, Flink, Spoke } from "../../../lib/ports/index.ts";

/** What a run dies of in a test: nobody may catch it. */
export class Crash extends Error {}

type Asked = (...args: never[]) => Promise<unknown>;

/** Which calls are counted: a run that dies after a read has done no more than one that died before it. */
export type Counted = "calls" | "writes";

const reads: ReadonlySet<string | symbol> = new Set<keyof Cluster | keyof Flink>([
  "list",
  "read",
  "jobs",
  "clusterInfo",
  "exceptions",
  "checkpoints",
  "checkpointDetails",
  "savepoint",
  "checkpoint",
  "jobMetrics",
  "vertices",
  "resourceRequirements",
]);

interface Around {
  readonly counted: Counted;
  readonly before: () => Promise<void>;
  readonly after: () => void;
}

/** `before` and `after` are awaited around every call of a port that is counted. */
function watched<Port extends object>(port: Port, { counted, before, after }: Around): Port {
  return new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name) as Asked;
      if (counted === "writes" && reads.has(name)) return method.bind(target);
      return async (...args: never[]) => {
        if (counted === "writes" && isOfSnapshot(args)) return method.apply(target, args);
        await before();
        const answer = await method.apply(target, args);
        if (counted === "calls" || !isUnchanged(args, answer)) after();
        return answer;
      };
    },
  });
}

/** Stands between a run and its spoke. */
function between(spoke: Spoke, around: Around): Spoke {
  return {
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      return {
        cluster: watched<Cluster>(cluster, around),
        flink: watched<Flink>(flink, around),
        artifacts: watched<Artifacts>(artifacts, around),
      };
    },
  };
}

/** Snapshots have runs, and tests, of their own. */
const isOfSnapshot = ([object]: readonly unknown[]): boolean =>
  (object as Partial<KubernetesObject> | undefined)?.kind === "FlinkStateSnapshot";

/** A status that is as it was is not sent. */
function isUnchanged([read]: readonly unknown[], answer: unknown): boolean {
  const [before, after] = [read, answer].map((one) => (one as Partial<KubernetesObject> | undefined)?.metadata);
  return before?.resourceVersion !== undefined && before.resourceVersion === after?.resourceVersion;
}

/** Dies right after its n-th call has had its effect; `crashed` tells whether it came so far. */
export class CrashAfter {
  crashed = false;
  readonly #counted: Counted;
  #left: number;

  constructor(calls: number, counted: Counted = "calls") {
    this.#left = calls;
    this.#counted = counted;
  }

  readonly through = (spoke: Spoke): Spoke => between(spoke, this.#around());
  /** Calls of the bus are counted with the others. */
  readonly toBus = (bus: Bus): Bus => watched(bus, this.#around());

  #around(): Around {
    const dead = async (): Promise<void> => {
      if (this.crashed) throw new Crash("the function is dead");
    };
    const die = (): void => {
      this.#left -= 1;
      if (this.#left > 0) return;
      this.crashed = true;
      throw new Crash("the function was killed");
    };
    return { counted: this.#counted, before: dead, after: die };
  }
}

/** Lets a run make so many calls, and holds it there until it is released. */
export class HeldAfter {
  readonly #counted: Counted;
  readonly #reached = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  #left: number;

  constructor(calls: number, counted: Counted = "calls") {
    this.#left = calls;
    this.#counted = counted;
  }

  /** Whether it was held at all, or ended first. */
  async reachedOr(ended: Promise<unknown>): Promise<"held" | "ended"> {
    return Promise.race([this.#reached.promise.then(() => "held" as const), ended.then(() => "ended" as const)]);
  }

  release(): void {
    this.#released.resolve();
  }

  readonly through = (spoke: Spoke): Spoke => between(spoke, this.#around());
  readonly toBus = (bus: Bus): Bus => watched(bus, this.#around());

  #around(): Around {
    const hold = async (): Promise<void> => {
      this.#left -= 1;
      if (this.#left >= 0) return;
      this.#reached.resolve();
      await this.#released.promise;
    };
    return { counted: this.#counted, before: hold, after: () => undefined };
  }
}
