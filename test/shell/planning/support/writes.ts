import type { KubernetesObject, ObjectRef } from "../../../../lib/core/kubernetes.ts";
import { flinkText, refOf, type Write, type WriteVerb, writtenText } from "../../../../lib/core/planning/write.ts";
import type { Flink, FlinkAddress, Spoke } from "../../../../lib/ports/index.ts";

type Call = (...args: unknown[]) => Promise<unknown>;

const clusterVerbs: Readonly<Record<string, WriteVerb>> = {
  create: "create",
  apply: "apply",
  patch: "patch",
  remove: "delete",
};

const flinkVerbs: Readonly<Partial<Record<keyof Flink, WriteVerb>>> = {
  cancel: "cancel",
  stopWithSavepoint: "stop with savepoint",
  triggerSavepoint: "take a savepoint",
  triggerCheckpoint: "take a checkpoint",
  disposeSavepoint: "dispose of a savepoint",
  setResourceRequirements: "rescale",
  runJar: "run",
};

/** Keeps every write that gets through to a spoke, but those of status and Events. */
export class Writes {
  readonly all: Write[] = [];

  readonly through = (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      return {
        artifacts,
        cluster: this.#around(cluster, (name, [object]) => writeOf(clusterVerbs[name], object)),
        flink: this.#around(flink, (name, [at]) => {
          const verb = flinkVerbs[name as keyof Flink];
          return verb === undefined ? undefined : { verb, object: flinkText(at as FlinkAddress) };
        }),
      };
    },
  });

  #around<Port extends object>(port: Port, told: (name: string, args: readonly unknown[]) => Write | undefined): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as Call;
        return async (...args: unknown[]) => {
          const answer = await method.apply(target, args);
          const write = told(String(name), args);
          if (write !== undefined) this.all.push(write);
          return answer;
        };
      },
    });
  }
}

function writeOf(verb: WriteVerb | undefined, of: unknown): Write | undefined {
  if (verb === undefined) return undefined;
  const ref = "metadata" in (of as object) ? refOf(of as KubernetesObject) : (of as ObjectRef);
  return ref.kind === "Event" ? undefined : { verb, object: writtenText(ref) };
}

export const told = (writes: readonly Write[]): readonly string[] =>
  writes.map(({ verb, object }) => `${verb} ${object}`).toSorted();
