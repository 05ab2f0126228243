import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "./support/scene.ts";
import { losses, runText } from "./support/stage.ts";

type Fields = Readonly<Record<string, unknown>>;

const files = ["native-application-ha", "standalone-application-ha"];

/** An application of examples/ with frequent checkpoints, and a job as given. */
function application(file: string, job: Fields, configuration: Fields = {}): KubernetesObject {
  const [object] = example(`${file}.yaml`);
  if (object === undefined) throw new Error(`${file} holds nothing`);
  const spec = object["spec"] as { readonly job: Fields; readonly flinkConfiguration: Fields };
  return {
    ...object,
    spec: {
      ...spec,
      job: { ...spec.job, ...job },
      flinkConfiguration: { ...spec.flinkConfiguration, "execution.checkpointing.interval": "10 s", ...configuration },
    },
  };
}

async function running(file: string, job: Fields, configuration: Fields = {}): Promise<{ scene: Scene; name: string }> {
  const scene = new Scene();
  const object = application(file, job, configuration);
  scene.apply(object);
  await scene.passFor(minutes(1));
  return { scene, name: object.metadata.name };
}

function edit(scene: Scene, name: string, what: string, spec: Fields): void {
  scene.tell(`edit    ${what}`);
  scene.spoke.api.patch({ kind: "FlinkDeployment", namespace: "default", name }, { type: "merge", body: { spec } });
}

/** The states that the job started with, and what it had reached; `Scene` sees to it that nothing ran twice. */
function tellCounts(scene: Scene, name: string): void {
  for (const one of scene.spoke.incarnations({ namespace: "default", name })) {
    scene.tell(`ran     ${runText(one)}`);
  }
}

describe.for(files)("%s", (file) => {
  test.for(["savepoint", "last-state", "stateless"])("upgraded by %s", async (upgradeMode) => {
    const { scene, name } = await running(file, { upgradeMode });
    edit(scene, name, "another nonce", { restartNonce: 1 });
    await scene.passFor(minutes(2), seconds(1));
    tellCounts(scene, name);
    expect(upgradeMode === "stateless" ? [] : losses(scene.spoke.incarnations({ namespace: "default", name }))).toEqual(
      [],
    );
    await expect(scene.story).toMatchFileSnapshot(`golden/upgrade-${file}-${upgradeMode}.txt`);
  });

  test.for(["savepoint", "last-state", "stateless"])("suspended and resumed by %s", async (upgradeMode) => {
    const { scene, name } = await running(file, { upgradeMode });
    edit(scene, name, "suspended", { job: { state: "suspended" } });
    await scene.passFor(minutes(1), seconds(1));
    edit(scene, name, "running", { job: { state: "running" } });
    await scene.passFor(minutes(1), seconds(1));
    tellCounts(scene, name);
    expect(upgradeMode === "stateless" ? [] : losses(scene.spoke.incarnations({ namespace: "default", name }))).toEqual(
      [],
    );
    await expect(scene.story).toMatchFileSnapshot(`golden/suspend-${file}-${upgradeMode}.txt`);
  });
});
