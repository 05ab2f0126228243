import { describe, expect, test } from "vitest";
import type { JarId, JarRun, JobId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { answerRest } from "../../lib/world/flink/rest.ts";
import { proxyToService } from "../../lib/world/flink/serviceProxy.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { address, deploy, type FlinkWanted, namespace } from "./flinkObjects.ts";
import { checkpointing, faultOf, ha, jobManagerPod, names, running, takeDown } from "./running.ts";

const at = address("session");
const cluster = { namespace, name: "session" };
const idOf = (n: number): JobId => String(n).padStart(32, "0") as JobId;

const session = (wanted: Partial<FlinkWanted> = {}) =>
  running({ name: "session", mode: "standalone", runs: "session", taskManagers: 4, ...wanted });

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array([80, 75]);
}

const upload = (spoke: SimulatedSpoke, name = "job.jar"): Promise<JarId> =>
  spoke.flink.uploadJar(at, { name, size: 2, bytes: bytes() });

async function run(spoke: SimulatedSpoke, n: number, more: Partial<JarRun> = {}, jar?: JarId): Promise<JobId> {
  const asked: JarRun = { flinkVersion: "v1_20", jobId: idOf(n), programArgs: [], deadline: minutes(10) };
  return await spoke.flink.runJar(at, jar ?? (await upload(spoke)), { ...asked, entryClass: "a.Main", ...more });
}

const states = async (spoke: SimulatedSpoke): Promise<readonly string[]> =>
  (await spoke.flink.jobs(at)).map(({ id, state, tasks }) => `${Number(id)} ${state} ${tasks["running"]}`);

/** What Flink answers to a request that no client of ours would make. */
const answer = (spoke: SimulatedSpoke, method: string, path: string, body?: object) =>
  proxyToService(
    spoke.proxy,
    { namespace, service: "session-rest" },
    { method, path, query: new URLSearchParams(), body: body as Readonly<Record<string, unknown>> | undefined },
  );

describe("jars", () => {
  test("are listed until they are deleted", async () => {
    const { spoke } = session();
    const [one, two] = [await upload(spoke), await upload(spoke, "other.jar")];
    expect(one).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_job\.jar$/);
    await spoke.flink.deleteJar(at, one);
    expect(answer(spoke, "GET", "/jars")).toMatchObject({
      status: 200,
      body: { files: [{ id: two, name: "other.jar" }] },
    });
  });

  test("are gone with the process that they were uploaded to", async () => {
    const { world, spoke } = session();
    const jar = await upload(spoke);
    spoke.killProcess(jobManagerPod(spoke));
    world.advance(seconds(40));
    expect(await faultOf(run(spoke, 1, {}, jar))).toBe(`jar ${jar} for Flink of flink/session-rest: not found`);
    expect(await states(spoke)).toEqual([]);
  });

  test("of the image lie where the configuration says, until they are deleted", async () => {
    const { spoke } = session({ configuration: { "web.upload.dir": "/opt/flink" } });
    const inImage = "orders.jar" as JarId;
    expect(await run(spoke, 1, {}, inImage)).toBe(idOf(1));
    expect(await faultOf(run(spoke, 2, {}, "does-not-exist.jar" as JarId))).toContain("not found");
    expect(await faultOf(run(spoke, 2, {}, "0a1b2c3d-0000-0000-0000-0a1b2c3d4e5f_a.jar" as JarId))).toContain(
      "not found",
    );
    await spoke.flink.deleteJar(at, inImage);
    expect(await faultOf(run(spoke, 2, {}, inImage))).toContain("not found");
  });

  test("of the image are not there where nothing is said", async () => {
    const { spoke } = session();
    expect(await faultOf(run(spoke, 1, {}, "orders.jar" as JarId))).toContain("not found");
  });

  test.for<{ when: string; wanted: Partial<FlinkWanted>; status: number; said: string }>([
    {
      when: "web.submit.enable is false",
      wanted: { configuration: { "web.submit.enable": "false" } },
      status: 404,
      said: "Not found: /jars/upload",
    },
    {
      when: "it is an application cluster",
      wanted: { runs: "application" },
      status: 404,
      said: "Not found: /jars/upload",
    },
  ])("are not taken where $when", async ({ wanted, status, said }) => {
    const { spoke } = session(wanted);
    expect(answer(spoke, "POST", "/jars/upload")).toEqual({ status, body: { errors: [said] } });
    expect(await faultOf(upload(spoke))).toContain("takes no jars");
  });

  test("come one at a time, in files that are named so", () => {
    const { spoke } = session();
    expect(answer(spoke, "POST", "/jars/upload")).toMatchObject({
      status: 400,
      body: { errors: ["Exactly 1 file must be sent, received 0."] },
    });
    const request = { method: "POST", path: "/jars/upload", query: new URLSearchParams() };
    const files = [{ name: "job.zip", bytes: new Uint8Array() }];
    const refused = proxyToService(spoke.proxy, { namespace, service: "session-rest" }, { ...request, files });
    expect(JSON.stringify(refused)).toContain("Only Jar files are allowed.");
  });

  test("without an entry name no main class", async () => {
    const { spoke } = session();
    const empty = Uint8Array.from([80, 75, 5, 6, ...Array<number>(18).fill(0)]);
    const only = async function* () {
      yield empty;
    };
    const jar = await spoke.flink.uploadJar(at, { name: "empty.jar", size: 22, bytes: only() });
    expect(await faultOf(run(spoke, 1, { entryClass: undefined }, jar))).toContain("Neither a 'Main-Class'");
    expect(await run(spoke, 1, {}, jar)).toBe(idOf(1));
  });

  test.for<{ image: string; field: string; is: number }>([
    { image: "flink:1.14", field: "restoreMode", is: 400 },
    { image: "flink:1.15", field: "restoreMode", is: 200 },
    { image: "flink:1.16", field: "flinkConfiguration", is: 400 },
    { image: "flink:1.17", field: "flinkConfiguration", is: 200 },
    { image: "flink:1.19", field: "claimMode", is: 400 },
    { image: "flink:1.20", field: "claimMode", is: 200 },
    { image: "flink:1.20", field: "misspelt", is: 200 },
  ])("$image answers a run with $field by $is", async ({ image, field, is }) => {
    const { spoke } = session({ image });
    const jar = await upload(spoke);
    const body = { jobId: idOf(1), [field]: field === "flinkConfiguration" ? {} : "CLAIM" };
    expect(answer(spoke, "POST", `/jars/${jar}/run`, body).status).toBe(is);
  });

  test("do not get through where nothing does", async () => {
    const { spoke } = session();
    const jar = await upload(spoke);
    spoke.flinkReachable = false;
    expect(await faultOf(upload(spoke))).toContain("security group");
    spoke.reachable = false;
    expect(await faultOf(run(spoke, 1, {}, jar))).toContain("ETIMEDOUT");
    expect(spoke.calls.at(-1)).toMatchObject({ port: "flink", verb: "POST" });
  });
});

describe("a job of a session", () => {
  test("is what the request says over what the cluster is configured with", async () => {
    const { world, spoke } = session({ configuration: { "parallelism.default": "1", "pipeline.name": "cluster" } });
    const flinkConfiguration = { ...checkpointing, "pipeline.name": "orders", "parallelism.default": "4" };
    await run(spoke, 1, { parallelism: 3, flinkConfiguration });
    await run(spoke, 2);
    world.advance(seconds(60));
    const vertices = await spoke.flink.vertices(at, idOf(1));
    expect(vertices.map(({ parallelism }) => parallelism)).toEqual([3, 3]);
    expect((await spoke.flink.jobs(at)).map(({ name }) => name)).toEqual(["orders", "cluster"]);
    const known = await Promise.all([1, 2].map((n) => spoke.flink.checkpoints(at, idOf(n))));
    expect(known).toMatchObject([{ completed: { path: expect.stringContaining(idOf(1)) } }, { completed: undefined }]);
  });

  test("has savepoints and an end of its own", async () => {
    const { world, spoke } = session({ configuration: checkpointing });
    for (const n of [1, 2, 3]) await run(spoke, n, { parallelism: 1 });
    world.advance(seconds(30));
    const asked = { directory: "s3://b/one", triggerId: undefined, format: undefined };
    const trigger = await spoke.flink.stopWithSavepoint(at, idOf(1), { ...asked, drain: false });
    await spoke.flink.cancel(at, idOf(2));
    world.advance(seconds(10));
    expect(await states(spoke)).toEqual(["1 FINISHED 0", "2 CANCELED 0", "3 RUNNING 2"]);
    const taken = await spoke.flink.savepoint(at, idOf(1), trigger);
    expect(taken).toMatchObject({ kind: "completed", path: expect.stringMatching(/^s3:\/\/b\/one\/savepoint-/) });
    const savepointPath = taken.kind === "completed" ? taken.path : "";
    await run(spoke, 4, { savepointPath, parallelism: 1, flinkConfiguration: { "pipeline.name": "a.Main" } });
    world.advance(seconds(20));
    expect(await spoke.flink.checkpoints(at, idOf(4))).toMatchObject({ restored: { path: savepointPath } });
    expect(spoke.incarnations(cluster).at(-1)).toMatchObject({ restore: "path", restoredFrom: savepointPath });
    expect(spoke.countOf({ ...cluster, job: idOf(4) })).toBeGreaterThan(
      spoke.incarnations(cluster).at(-1)?.restoredCount ?? 0,
    );
  });

  test("is told apart from the others, also in what a test does to it", async () => {
    const { world, spoke } = session();
    for (const n of [1, 2, 3]) await run(spoke, n, { parallelism: 1 });
    world.advance(seconds(30));
    spoke.finishJob({ ...cluster, job: idOf(2) });
    spoke.failJob({ ...cluster, job: idOf(3) }, "a.B: no");
    expect(await states(spoke)).toEqual(["1 RUNNING 2", "2 FINISHED 0", "3 FAILED 0"]);
    expect(() => spoke.finishJob({ ...cluster, job: idOf(4) })).toThrow(`no job ${idOf(4)} runs in one flink/session`);
  });

  test("whose state is not there is known as failed", async () => {
    const { world, spoke } = session();
    expect(await faultOf(run(spoke, 1, { savepointPath: "s3://b/gone" }))).toContain(
      "java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory 's3://b/gone'",
    );
    world.advance(seconds(5));
    expect(await states(spoke)).toEqual(["1 FAILED 0"]);
    expect(await faultOf(run(spoke, 1))).toContain("Job has already been submitted");
  });

  test("whose class is not in the jar does not come to be", async () => {
    const { spoke } = session();
    expect(await faultOf(run(spoke, 1, { entryClass: "a.DoesNotExist" }))).toContain(
      "ClassNotFoundException: a.DoesNotExist",
    );
    expect(await states(spoke)).toEqual([]);
  });

  test("whose main() fails does not come to be, and the next one does", async () => {
    const { spoke } = session();
    spoke.decideNextSubmission(cluster, {
      kind: "fails",
      because: "java.lang.IllegalStateException: no topic\n\tat a.B",
    });
    expect(await faultOf(run(spoke, 1))).toBe(
      `Flink job ${idOf(1)} of flink/session-rest: Flink says: java.lang.IllegalStateException: no topic`,
    );
    expect(await states(spoke)).toEqual([]);
    expect(await run(spoke, 1)).toBe(idOf(1));
  });

  test("may be there although nobody heard so, and is not started twice", async () => {
    const { world, spoke } = session();
    spoke.decideNextSubmission(cluster, { kind: "unanswered" });
    expect(await faultOf(run(spoke, 1))).toContain("EOF");
    expect(await faultOf(run(spoke, 1))).toContain("DuplicateJobSubmissionException");
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 RUNNING 4"]);
    expect(spoke.incarnations(cluster)).toHaveLength(1);
  });

  test.for<{ when: string; configuration: Readonly<Record<string, string>>; is: string }>([
    { when: "without HA, for as long as the process lives", configuration: {}, is: "refused" },
    { when: "with HA, where nobody keeps results", configuration: ha, is: "taken" },
    {
      when: "with HA, where results are kept",
      configuration: { ...ha, "job-result-store.delete-on-commit": "false" },
      is: "refused",
    },
  ])("that has ended leaves its id $is $when", async ({ configuration, is }) => {
    const { world, spoke } = session({ configuration });
    await run(spoke, 1);
    world.advance(seconds(30));
    await spoke.flink.cancel(at, idOf(1));
    world.advance(seconds(30));
    const said = await faultOf(run(spoke, 1));
    expect(said.includes("DuplicateJobSubmissionException") ? "refused" : said).toBe(
      is === "taken" ? "none" : "refused",
    );
  });
});

describe("when the JobManager of a session comes back", () => {
  async function three(configuration: Readonly<Record<string, string>>, more: Partial<FlinkWanted> = {}) {
    const { world, spoke } = session({ configuration: { ...checkpointing, ...configuration }, ...more });
    for (const n of [1, 2, 3]) {
      const flinkConfiguration = { "pipeline.name": `job ${n}`, "pipeline.max-parallelism": `${n}` };
      await run(spoke, n, { parallelism: 1, flinkConfiguration });
      world.advance(seconds(13));
    }
    world.advance(seconds(60));
    await spoke.flink.cancel(at, idOf(2));
    world.advance(seconds(5));
    return { world, spoke };
  }

  test("with HA it runs its jobs again, each as it was and from its own state", async () => {
    const { world, spoke } = await three(ha);
    const counts = [1, 3].map((n) => spoke.countOf({ ...cluster, job: idOf(n) }));
    spoke.killPod(jobManagerPod(spoke));
    world.advance(seconds(60));
    expect(await states(spoke)).toEqual(["1 RUNNING 2", "3 RUNNING 2"]);
    const again = spoke.incarnations(cluster).slice(3);
    expect(again).toMatchObject([
      { jobId: idOf(1), jobName: "job 1", restore: "ha" },
      { jobId: idOf(3), jobName: "job 3", restore: "ha" },
    ]);
    for (const [i, { restoredCount, newestDurableCount }] of again.entries()) {
      expect(restoredCount).toBe(newestDurableCount);
      expect(restoredCount).toBeGreaterThan(0);
      expect(restoredCount).toBeLessThanOrEqual(counts[i] ?? 0);
    }
    const [vertex] = await spoke.flink.vertices(at, idOf(3));
    expect(vertex?.maxParallelism).toBe(3);
    expect(world.violations).toEqual([]);
  });

  test("with HA also for another Deployment of the same name", async () => {
    const { world, spoke } = await three(ha, { mode: "native" });
    takeDown({ world, spoke }, "session");
    deploy(spoke, { name: "session", runs: "session", configuration: { ...ha, "taskmanager.numberOfTaskSlots": "1" } });
    world.advance(minutes(1));
    expect(await states(spoke)).toEqual(["1 RUNNING 2", "3 RUNNING 2"]);
    expect(spoke.incarnations(cluster).map(({ restore }) => restore)).toEqual([
      ...Array<string>(3).fill("nothing"),
      "ha",
      "ha",
    ]);
    expect(world.violations).toEqual([]);
  });

  test("without HA it has lost them, and their ids are free again", async () => {
    const { world, spoke } = await three({});
    spoke.killPod(jobManagerPod(spoke));
    world.advance(seconds(60));
    expect(await states(spoke)).toEqual([]);
    expect(await run(spoke, 1)).toBe(idOf(1));
  });
});

describe("slots of a session", () => {
  const two = { taskManagers: 1, configuration: { ...checkpointing, "taskmanager.numberOfTaskSlots": "2" } };
  const free = (spoke: SimulatedSpoke): unknown => answer(spoke, "GET", "/overview").body;

  test("are for one job at a time", async () => {
    const { world, spoke } = session(two);
    for (const n of [1, 2]) await run(spoke, n, { parallelism: 2 });
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 RUNNING 4", "2 RUNNING 0"]);
    expect(free(spoke)).toMatchObject({ "slots-total": 2, "slots-available": 0 });
    await spoke.flink.cancel(at, idOf(1));
    world.advance(seconds(10));
    expect(await states(spoke)).toEqual(["1 CANCELED 0", "2 RUNNING 4"]);
  });

  test("stay with a job that fails for its next start", async () => {
    const { world, spoke } = session(two);
    for (const n of [1, 2]) await run(spoke, n, { parallelism: 2 });
    world.advance(seconds(30));
    spoke.failTask({ ...cluster, job: idOf(1) }, "a.B: once");
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 RUNNING 4", "2 RUNNING 0"]);
  });

  test("that go take those jobs with them that came last", async () => {
    const { world, spoke } = session({ ...two, taskManagers: 2 });
    for (const n of [1, 2]) await run(spoke, n, { parallelism: 2 });
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 RUNNING 4", "2 RUNNING 4"]);
    spoke.api.patch(
      { kind: "Deployment", namespace, name: "session-taskmanager" },
      { type: "merge", body: { spec: { replicas: 1 } } },
    );
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 RUNNING 4", "2 RUNNING 0"]);
    expect((await spoke.flink.exceptions(at, idOf(1), 5)).length).toBe(0);
  });

  test("that an adaptive job would like are not taken from another", async () => {
    const configuration = { ...two.configuration, "jobmanager.scheduler": "adaptive" };
    const { world, spoke } = session({ configuration, taskManagers: 2 });
    await run(spoke, 1, { parallelism: 3 });
    world.advance(seconds(30));
    await run(spoke, 2, { parallelism: 3 });
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 RUNNING 6", "2 RUNNING 2"]);
    await spoke.flink.cancel(at, idOf(1));
    world.advance(seconds(30));
    expect(await states(spoke)).toEqual(["1 CANCELED 0", "2 RUNNING 6"]);
  });

  test("are as many as its jobs need, in native mode", async () => {
    const { world, spoke } = session({ mode: "native", configuration: { "taskmanager.numberOfTaskSlots": "1" } });
    expect(names(spoke, "Pod").filter((name) => name.includes("taskmanager"))).toEqual([]);
    for (const n of [1, 2, 3]) await run(spoke, n, { parallelism: 2 });
    world.advance(seconds(60));
    expect(await states(spoke)).toEqual(["1 RUNNING 4", "2 RUNNING 4", "3 RUNNING 4"]);
    expect(names(spoke, "Pod").filter((name) => name.includes("taskmanager"))).toHaveLength(6);
    for (const n of [1, 2]) await spoke.flink.cancel(at, idOf(n));
    world.advance(minutes(2));
    expect(names(spoke, "Pod").filter((name) => name.includes("taskmanager"))).toHaveLength(2);
    expect((await states(spoke)).at(-1)).toBe("3 RUNNING 4");
  });
});

test("a job that processes in two JobManagers is told", () => {
  const { world, spoke } = session();
  const deployment = { kind: "Deployment", namespace, name: "session" };
  spoke.api.patch(deployment, { type: "merge", body: { spec: { replicas: 2 } } });
  world.advance(seconds(30));
  const { items } = spoke.api.list("Pod", { namespace, labels: "component=jobmanager" });
  const jobManagers = items.map(({ metadata }) => spoke.proxy.processes.jobManagerIn(metadata.uid ?? ""));
  expect(jobManagers).toHaveLength(2);
  const files = [{ name: "job.jar", bytes: new Uint8Array() }];
  const query = new URLSearchParams();
  for (const jobManager of jobManagers) {
    if (jobManager === undefined) throw new Error("a pod has no JobManager");
    answerRest(jobManager, { method: "POST", path: "/jars/upload", query, files });
    const [jar] = jobManager.jars.uploaded;
    const body = { jobId: idOf(1), parallelism: 2 };
    expect(answerRest(jobManager, { method: "POST", path: `/jars/${jar?.id}/run`, query, body }).status).toBe(200);
  }
  world.advance(seconds(10));
  expect(world.violations).toEqual([expect.stringContaining("processes in two JobManagers")]);
});
