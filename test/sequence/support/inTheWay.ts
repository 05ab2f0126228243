import type { Spoke } from "../../../lib/ports/index.ts";

interface Named {
  readonly kind?: string;
}
/** Called with each call of a port before it has its effect, or after it; what it throws is what the caller gets. */
type Hindrance = (verb: string, asked: readonly (Named | undefined)[]) => void;

/** Stands between runs and what they call. */
export function inTheWay(spoke: Spoke, before: Hindrance, after: Hindrance = () => undefined): Spoke {
  const hindered = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, verb) => {
        const call = Reflect.get(target, verb) as (...asked: readonly unknown[]) => Promise<unknown>;
        return async (...asked: readonly unknown[]) => {
          before(String(verb), asked as readonly Named[]);
          const answer = await call.apply(target, [...asked]);
          after(String(verb), asked as readonly Named[]);
          return answer;
        };
      },
    });
  return {
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      return { cluster: hindered(cluster), flink: hindered(flink), artifacts: hindered(artifacts) };
    },
  };
}
