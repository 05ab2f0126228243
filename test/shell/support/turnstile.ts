import type { Cluster, Flink, Spoke } from "../../../lib/ports/index.ts";

/** What a run dies of in a test: nobody may catch it. */
export class Crash extends Error {}

type Asked = (...args: never[]) => Promise<unknown>;

/** Stands between a run and its spoke. `before` and `after` are awaited around every call of a port. */
function between(spoke: Spoke, before: () => Promise<void>, after: () => void): Spoke {
  const watched = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as Asked;
        return async (...args: never[]) => {
          await before();
          const answer = await method.apply(target, args);
          after();
          return answer;
        };
      },
    });
  return {
    ...spoke,
    connect: async () => {
      const { cluster, flink } = await spoke.connect();
      return { cluster: watched<Cluster>(cluster), flink: watched<Flink>(flink) };
    },
  };
}

/** Dies right after its n-th call has had its effect; `crashed` tells whether it came so far. */
export class CrashAfter {
  crashed = false;
  #left: number;

  constructor(calls: number) {
    this.#left = calls;
  }

  readonly through = (spoke: Spoke): Spoke => {
    const dead = async (): Promise<void> => {
      if (this.crashed) throw new Crash("the function is dead");
    };
    const die = (): void => {
      this.#left -= 1;
      if (this.#left > 0) return;
      this.crashed = true;
      throw new Crash("the function was killed");
    };
    return between(spoke, dead, die);
  };
}

/** Lets a run make so many calls, and holds it there until it is released. */
export class HeldAfter {
  readonly #reached = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  #left: number;

  constructor(calls: number) {
    this.#left = calls;
  }

  /** Whether it was held at all, or ended first. */
  async reachedOr(ended: Promise<unknown>): Promise<"held" | "ended"> {
    return Promise.race([this.#reached.promise.then(() => "held" as const), ended.then(() => "ended" as const)]);
  }

  release(): void {
    this.#released.resolve();
  }

  readonly through = (spoke: Spoke): Spoke => {
    const hold = async (): Promise<void> => {
      this.#left -= 1;
      if (this.#left >= 0) return;
      this.#reached.resolve();
      await this.#released.promise;
    };
    return between(spoke, hold, () => undefined);
  };
}
