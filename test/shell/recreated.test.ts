import { expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { example, Scene } from "../sequence/support/scene.ts";

const [application] = example("native-application-ha.yaml");
if (application === undefined) throw new Error("the example holds nothing");
const { name } = application.metadata;
const itself = { kind: "FlinkDeployment", namespace: "default", name } as const;

const metadataOf = (scene: Scene): readonly (readonly [string, string | undefined])[] =>
  scene.spoke.api
    .list("ConfigMap")
    .items.filter(
      ({ metadata }) => metadata.labels?.["type"] === "flink-native-kubernetes" && !metadata.ownerReferences,
    )
    .map(({ metadata }) => [metadata.name, metadata.uid] as const);

/** Right before the first call of this kind for HA metadata, so much time goes by for everybody else. */
function stalledBefore(call: "list" | "remove", meanwhile: () => Promise<void>): (spoke: Spoke) => Spoke {
  let stalled = false;
  const stall = async (kind: string): Promise<void> => {
    if (stalled || kind !== "ConfigMap") return;
    stalled = true;
    await meanwhile();
  };
  return (spoke) => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      const slow = new Proxy(cluster, {
        get: (target, method) => {
          const asked = Reflect.get(target, method) as (...args: readonly unknown[]) => Promise<unknown>;
          return async (...args: readonly unknown[]) => {
            if (method === call) await stall((args[0] as { readonly kind: string }).kind);
            return asked.apply(target, [...args]);
          };
        },
      });
      return { cluster: slow, flink, artifacts };
    },
  });
}

async function gone(scene: Scene): Promise<void> {
  for (let pass = 0; pass < 60 && scene.names("FlinkDeployment").length > 0; pass += 1) {
    await scene.pass();
    scene.world.advance(seconds(2));
  }
}

test.for(["list", "remove"] as const)(
  "a run that stalls before it would %s HA metadata leaves that of a later resource of the same name alone",
  async (call) => {
    const scene = new Scene();
    scene.apply(application);
    await scene.passFor(minutes(1));
    scene.spoke.api.delete(itself);
    let later: ReturnType<typeof metadataOf> = [];
    const through = stalledBefore(call, async () => {
      await gone(scene);
      scene.apply(application);
      await scene.passFor(minutes(1));
      later = metadataOf(scene);
    });
    for (let pass = 0; pass < 60 && later.length === 0; pass += 1) {
      await scene.pass(through);
      scene.world.advance(seconds(2));
    }
    expect(later).not.toEqual([]);
    expect(metadataOf(scene)).toEqual(later);
  },
);

const native: KubernetesObject = application;

test("HA metadata goes too where a Deployment of another resource has the name of its TaskManagers", async () => {
  const scene = new Scene();
  scene.apply(native);
  await scene.passFor(minutes(1));
  const other = example("native-session.yaml")[0];
  if (other === undefined) throw new Error("the example holds nothing");
  scene.apply({ ...other, metadata: { ...other.metadata, name: `${name}-taskmanager` } });
  await scene.passFor(minutes(1));
  scene.spoke.api.delete(itself);
  await scene.passFor(minutes(2));
  expect(scene.names("FlinkDeployment")).toEqual([`${name}-taskmanager`]);
  expect(metadataOf(scene)).toEqual([]);
});
