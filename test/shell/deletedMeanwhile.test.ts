import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { example, Scene } from "../sequence/support/scene.ts";

const [application] = example("native-application-ha.yaml");
if (application === undefined) throw new Error("the example holds nothing");
const itself = { kind: "FlinkDeployment", namespace: "default", name: application.metadata.name } as const;

/** So much happens between the claim and the creation. */
const slow =
  (meanwhile: () => Promise<void>) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      let first = true;
      const create: typeof cluster.create = async (object) => {
        if (first) await meanwhile();
        first = false;
        return cluster.create(object);
      };
      const held = new Proxy(cluster, {
        get: (target, name) => {
          if (name === "create") return create;
          const method = Reflect.get(target, name) as (...args: readonly unknown[]) => Promise<unknown>;
          return (...args: readonly unknown[]) => method.apply(target, [...args]);
        },
      });
      return { cluster: held, flink, artifacts };
    },
  });

test("a resource that is deleted while a run creates its cluster leaves nothing behind", async () => {
  const scene = new Scene();
  scene.apply(application);
  let left: readonly string[] = [];
  await scene.pass(
    slow(async () => {
      scene.spoke.api.delete(itself);
      await scene.passFor(seconds(20));
      left = scene.names("FlinkDeployment");
    }),
  );
  // What is created for a resource that is gone runs until somebody collects it, and may leave HA metadata.
  expect(left).toEqual([itself.name]);
  await scene.passFor(minutes(3));
  expect(["FlinkDeployment", "Deployment", "Pod", "Service", "ConfigMap"].flatMap((kind) => scene.names(kind))).toEqual(
    [],
  );
});
