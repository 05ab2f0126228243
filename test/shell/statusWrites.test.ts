import { expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { millis, minutes } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An application with frequent checkpoints that has run for a while. */
async function running(file: string, job: Fields): Promise<Scene> {
  const scene = new Scene();
  const [object] = example(file);
  if (object === undefined) throw new Error("the example holds nothing");
  const spec = object["spec"] as { readonly job: Fields; readonly flinkConfiguration: Fields };
  const flinkConfiguration = { ...spec.flinkConfiguration, "execution.checkpointing.interval": "10 s" };
  scene.apply({ ...object, spec: { ...spec, job: { ...spec.job, ...job }, flinkConfiguration } });
  await scene.passFor(minutes(1));
  return scene;
}

const itself = (scene: Scene): KubernetesObject => {
  const [object] = scene.spoke.api.list("FlinkDeployment").items;
  if (object === undefined) throw new Error("it is gone");
  return object;
};

/** Writes of the FlinkDeployment's status from the edit on, for a minute. */
async function writesAfter(scene: Scene, edit: Fields): Promise<number> {
  const ref = { kind: "FlinkDeployment", namespace: "default", name: itself(scene).metadata.name };
  scene.spoke.api.patch(ref, { type: "merge", body: { spec: edit } });
  const before = scene.spoke.calls.length;
  await scene.passFor(minutes(1), millis(500));
  const writes = scene.spoke.calls.slice(before).filter(({ verb }) => verb === "writeStatus");
  return writes.filter(({ what }) => what.startsWith("FlinkDeployment ")).length;
}

const savepoint = { upgradeMode: "savepoint" };

// The worst case: looked at twice a second, so that no state of the job is missed.
test.for([
  { act: "upgraded with a savepoint", job: savepoint, edit: { restartNonce: 1 }, most: 8 },
  { act: "upgraded by last-state", job: { upgradeMode: "last-state" }, edit: { restartNonce: 1 }, most: 8 },
  { act: "upgraded without state", job: { upgradeMode: "stateless" }, edit: { restartNonce: 1 }, most: 9 },
  { act: "suspended", job: savepoint, edit: { job: { state: "suspended" } }, most: 3 },
  { act: "asked for a savepoint", job: savepoint, edit: { job: { savepointTriggerNonce: 5 } }, most: 1 },
])("status is written $most times at most while a job is $act", async ({ job, edit, most }) => {
  for (const file of ["native-application-ha.yaml", "standalone-application-ha.yaml"]) {
    const scene = await running(file, job);
    const written = await writesAfter(scene, edit);
    expect(written, file).toBeGreaterThan(0);
    expect(written, file).toBeLessThanOrEqual(most);
  }
});
