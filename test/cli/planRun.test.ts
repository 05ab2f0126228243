import { expect, test } from "vitest";
import { merged } from "../../lib/core/triggers/json.ts";
import { application, type Fields } from "../sequence/support/application.ts";
import { sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { runningSession } from "../sequence/support/sessionStage.ts";
import { running } from "../sequence/support/stage.ts";
import { ask, fileOf, newFile, placed } from "./support/planning.ts";

const fileWith = (spec: Fields): string => fileOf({ ...application(), spec: merged(application()["spec"], spec) });

test.for([
  { timeout: "5m", told: "ImagePullBackOff" },
  { timeout: "5s", told: "not settled in time: " },
])("apply --run of a change that does not come to its end in $timeout says why: exit code 2", async (the) => {
  const { scene } = await running();
  const file = fileWith({ image: "registry.invalid/does-not-exist:1" });
  const { code, err } = await ask(scene, ["apply", "-f", file, "--yes", "--run", "--timeout", the.timeout]);
  expect(code).toBe(2);
  expect(err.slice(err.indexOf("one default/orders: failed"))).toContain(the.told);
});

test("apply --run waits for what was written before as well", async () => {
  const { scene } = await running();
  const plan = newFile("plan");
  await ask(scene, ["plan", "-f", fileWith({ image: "flink:1.20.2" }), "--out", plan]);
  expect(await ask(scene, ["apply", "--plan", plan])).toMatchObject({ code: 0 });
  expect(scene.spoke.incarnations(placed("orders"))).toHaveLength(1);
  const again = await ask(scene, ["apply", "-f", fileWith({ image: "flink:1.20.2" }), "--yes", "--run"]);
  expect(again).toMatchObject({ code: 0, out: "one default/orders: nothing to write" });
  expect(scene.spoke.incarnations(placed("orders"))).toHaveLength(2);
});

test("a plan that was refused is carried out by nobody: exit code 2", async () => {
  const stage = await running();
  const plan = newFile("plan");
  await ask(stage.scene, ["plan", "-f", fileWith({ image: "flink:1.20.2" }), "--out", plan]);
  stage.edit("another parallelism", { job: { parallelism: 3 } });
  expect(await ask(stage.scene, ["apply", "--plan", plan, "--run"])).toMatchObject({ code: 2 });
  expect(stage.runs).toHaveLength(1);
});

test("a session job whose cluster is not there is blocked, and told by what", async () => {
  const { scene } = await running();
  const file = fileOf(sessionJob({ cluster: "nowhere" }));
  const { code, out } = await ask(scene, ["plan", "-f", file]);
  expect({ code, out }).toEqual({ code: 2, out: expect.stringMatching(/blocked: .*nowhere/) });
  expect(await ask(scene, ["apply", "-f", file, "--yes"])).toMatchObject({ code: 2 });
  expect(scene.names("FlinkSessionJob")).toEqual([]);
});

test("a session job on a cluster that is made in the same plan goes with it, and not without it", async () => {
  const { scene } = await running();
  const job = fileOf(sessionJob({ cluster: "shared" }));
  const good = fileOf(sessionCluster());
  const bad = fileOf({ ...sessionCluster(), spec: merged(sessionCluster()["spec"], { flinkVersion: "v1_1" }) });
  expect((await ask(scene, ["plan", "-f", good, "-f", job])).out).not.toContain("blocked");
  const { code } = await ask(scene, ["apply", "-f", bad, "-f", job, "--yes"]);
  expect(code).not.toBe(0);
  expect(scene.names("FlinkSessionJob")).toEqual([]);
});

test("a session cluster that is blocked holds back its jobs, which name it", async () => {
  const { scene } = await runningSession();
  const cluster = { ...sessionCluster(), spec: merged(sessionCluster()["spec"], { jobManager: { replicas: 0 } }) };
  const job = { ...sessionJob(), spec: merged(sessionJob()["spec"], { restartNonce: 7 }) };
  const { code, err } = await ask(scene, ["apply", "-f", fileOf(cluster), "-f", fileOf(job), "--yes"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/blocked: FlinkDeployment shared: \w+: /) });
  expect(scene.spoke.api.read(placed("counts", "FlinkSessionJob"))["spec"]).not.toHaveProperty("restartNonce");
});
