import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { application } from "../sequence/support/application.ts";
import { SessionStage } from "../sequence/support/sessionStage.ts";

test.for([1, 3, 40])(
  "a quiet pass over %i resources: one LIST a kind, one REST call a running cluster, no write",
  async (count) => {
    const scene = new Scene();
    const [template] = example("native-application.yaml");
    if (template === undefined) throw new Error("the example holds nothing");
    for (let index = 0; index < count; index += 1) {
      scene.apply({ ...template, metadata: { ...template.metadata, name: `job-${index}` } });
    }
    await scene.passFor(minutes(2), seconds(10));

    const before = scene.spoke.calls.length;
    const swept = await scene.pass();

    const calls = scene.spoke.calls
      .slice(before)
      .map(({ verb, what }) => `${verb} ${what}`)
      .toSorted();
    const told = calls.map((call) => call.replace(/job-\d+/u, "job-N"));
    expect(new Set(told)).toMatchInlineSnapshot(`
      Set {
        "GET GET /jobs/overview of default/job-N-rest",
        "list ConfigMap * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
        "list Deployment * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
        "list FlinkDeployment *",
        "list FlinkSessionJob *",
        "list FlinkStateSnapshot *",
        "list Service * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
      }
    `);
    expect(told.filter((call) => call.startsWith("list"))).toHaveLength(6);
    expect(told).toHaveLength(6 + count);
    expect(swept.kind === "swept" && swept.results.every(({ wrote }) => !wrote)).toBe(true);
  },
);

test("a quiet pass over resources with an Ingress: one LIST more, however many they are", async () => {
  const scene = new Scene();
  for (const index of [1, 2, 3]) {
    const { spec, ...resource } = application({ name: `job-${index}` });
    scene.apply({ ...resource, spec: { ...(spec as object), ingress: { template: "{{name}}.example.com" } } });
  }
  await scene.passFor(minutes(2), seconds(10));

  const before = scene.spoke.calls.length;
  await scene.pass();

  const calls = scene.spoke.calls.slice(before).map(({ verb, what }) => `${verb} ${what}`);
  expect(calls.filter((call) => call.includes("Ingress"))).toEqual(["list Ingress * component=ingress"]);
  expect(calls).toHaveLength(7 + 3);
});

/** Jobs enough for many looks, on a cluster with slots for all of them. */
async function session(jobs: number): Promise<SessionStage> {
  const configuration = { "taskmanager.numberOfTaskSlots": "100" };
  const names = Array.from({ length: jobs }, (_, index) => ({ name: `job-${index}` }));
  const stage = new SessionStage({ clusters: [{ configuration }], jobs: names });
  await stage.passFor(minutes(1), seconds(10));
  return stage;
}

/** Of jobs, savepoints, jars and events. */
const ids = /[0-9a-f]{32}|\d{13}|[0-9a-f-]{36}(?=_)|(?<=\.)\d+$/gu;

/** Of one pass, those about the same with one name; each as often as it was made. */
async function callsOfPass({ scene }: SessionStage): Promise<Readonly<Record<string, number>>> {
  const before = scene.spoke.calls.length;
  await scene.pass();
  const counts: Record<string, number> = {};
  for (const { verb, what } of scene.spoke.calls.slice(before)) {
    const call = `${verb} ${what}`.replace(/job-\d+/u, "job-N").replaceAll(ids, "ID");
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}

const quiet = {
  "GET GET /jobs/overview of default/shared-rest": 1,
  "list ConfigMap * type in (flink-native-kubernetes,flink-standalone-kubernetes)": 1,
  "list Deployment * type in (flink-native-kubernetes,flink-standalone-kubernetes)": 1,
  "list FlinkDeployment *": 1,
  "list FlinkSessionJob *": 1,
  "list FlinkStateSnapshot *": 1,
  "list Service * type in (flink-native-kubernetes,flink-standalone-kubernetes)": 1,
};

test("a quiet pass over 500 jobs of a session cluster: one LIST a kind, one REST call for all of them, no write", async () => {
  const stage = await session(500);
  expect(stage.status("job-499").jobStatus).toMatchObject({ state: "RUNNING" });
  expect(await callsOfPass(stage)).toEqual(quiet);
});

test.for([5, 60])("of %i jobs of a session cluster one is in motion: the others cost nothing", async (count) => {
  const stage = await session(count);
  stage.edit("another restartNonce", { restartNonce: 1 }, "job-3");
  const asked: Record<string, number> = {};
  for (let pass = 0; pass < 12; pass += 1) {
    for (const [call, times] of Object.entries(await callsOfPass(stage))) {
      asked[call] = Math.max(asked[call] ?? 0, times);
    }
    stage.scene.world.advance(seconds(2));
  }
  expect(stage.runs("job-3")).toHaveLength(2);
  // In the worst pass; the same however many jobs there are.
  expect(asked).toMatchInlineSnapshot(`
    {
      "DELETE DELETE /jars/ID_counts.jar of default/shared-rest": 1,
      "GET GET /jobs/ID/checkpoints of default/shared-rest": 2,
      "GET GET /jobs/ID/savepoints/ID of default/shared-rest": 1,
      "GET GET /jobs/overview of default/shared-rest": 2,
      "POST POST /jars/ID_counts.jar/run of default/shared-rest": 1,
      "POST POST /jars/upload of default/shared-rest": 1,
      "POST POST /jobs/ID/stop of default/shared-rest": 1,
      "apply Event default/Job.ID": 2,
      "apply Event default/JobManagerDeployment.ID": 1,
      "create FlinkStateSnapshot default/job-N-savepoint-upgrade-ID": 1,
      "list ConfigMap * type in (flink-native-kubernetes,flink-standalone-kubernetes)": 1,
      "list Deployment * type in (flink-native-kubernetes,flink-standalone-kubernetes)": 1,
      "list FlinkDeployment *": 1,
      "list FlinkSessionJob *": 1,
      "list FlinkStateSnapshot *": 1,
      "list Service * type in (flink-native-kubernetes,flink-standalone-kubernetes)": 1,
      "open https://repo.example.com/counts.jar": 1,
      "patch FlinkStateSnapshot default/job-N-savepoint-upgrade-ID": 1,
      "read Deployment default/shared": 1,
      "read Event default/Job.ID": 2,
      "read Event default/JobManagerDeployment.ID": 1,
      "read FlinkDeployment default/shared": 3,
      "read FlinkSessionJob default/job-N": 2,
      "read FlinkStateSnapshot default/job-N-savepoint-upgrade-ID": 2,
      "writeStatus FlinkSessionJob default/job-N": 3,
      "writeStatus FlinkStateSnapshot default/job-N-savepoint-upgrade-ID": 1,
    }
  `);
});
