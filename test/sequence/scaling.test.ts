import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import type { Fields, Wanted } from "./support/application.ts";
import { example, Scene } from "./support/scene.ts";
import { expectStateKept, expectStory, running, type Stage } from "./support/stage.ts";

const adaptive = { "jobmanager.scheduler": "adaptive" };
const reactive = { "scheduler-mode": "reactive" };
const sizes: readonly (readonly [string, Wanted])[] = [
  ["native-adaptive", { mode: "native", configuration: adaptive }],
  ["standalone-adaptive", { mode: "standalone", configuration: adaptive }],
  ["standalone-reactive", { mode: "standalone", configuration: reactive }],
];

const uids = ({ scene }: Stage): readonly unknown[] =>
  scene.spoke.api.list("Deployment").items.map(({ metadata }) => [metadata.name, metadata.uid]);

const taskManagers = ({ scene }: Stage): number =>
  scene.names("Pod").filter((name) => name.includes("taskmanager")).length;

/** By vertex. */
async function parallelism({ scene, status }: Stage): Promise<readonly number[]> {
  const at = { namespace: "default", service: "orders-rest", scheme: "http" } as const;
  const vertices = await scene.spoke.flink.vertices(at, status.jobStatus?.["jobId"] as never);
  return vertices.map((vertex) => vertex.parallelism);
}

/** As `kubectl scale` and a HorizontalPodAutoscaler do it. */
const scale = (stage: Stage, replicas: number): void =>
  stage.edit(`taskManager.replicas ${replicas}`, { taskManager: { replicas } });

const events = ({ scene }: Stage, reason: string): readonly string[] =>
  scene.spoke.api
    .list("Event")
    .items.filter((event) => event["reason"] === reason)
    .map((event) => `${String(event["count"])} × ${String(event["message"])}`);

const condition = (stage: Stage, type: string): Fields | undefined =>
  stage.status.conditions?.find((one) => one.type === type) as Fields | undefined;

function expectSettled(stage: Stage): void {
  expect(stage.status).toMatchObject({
    lifecycleState: "STABLE",
    jobStatus: { state: "RUNNING" },
    observedGeneration: stage.scene.resource(stage.name).metadata.generation,
  });
  expect(stage.status.fleet).not.toHaveProperty("inPlace");
  expect(condition(stage, "Progressing")).toMatchObject({ status: "False", reason: "Settled" });
}

describe.for(sizes)("%s", ([name, wanted]) => {
  test("another parallelism is taken without a new JobManager", async () => {
    const stage = await running(wanted);
    const before = uids(stage);
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(minutes(2));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(taskManagers(stage)).toBe(3);
    expect(stage.status).toMatchObject({ clusterInfo: { "total-cpu": "4.0" } });
    expectSettled(stage);
    stage.edit("parallelism 2", { job: { parallelism: 2 } });
    await stage.passFor(minutes(2));
    expect(await parallelism(stage)).toEqual([2, 2]);
    expect(taskManagers(stage)).toBe(1);
    expect(uids(stage)).toEqual(before);
    expect(stage.runs).toHaveLength(1);
    expect(events(stage, "Scaling")).toEqual(["2 × In-place scaling triggered"]);
    expect(events(stage, "SpecChanged")).toHaveLength(2);
    expectSettled(stage);
    await expectStory(stage, `scaling-${name}`);
  });

  test("replicas are followed, and told to whoever scales", async () => {
    const stage = await running(wanted);
    const before = uids(stage);
    scale(stage, 3);
    await stage.passFor(minutes(2));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.status).toMatchObject({
      taskManager: { replicas: 3, labelSelector: "component=taskmanager,app=orders" },
    });
    expect(uids(stage)).toEqual(before);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
  });

  test("an edit while it scales counts", async () => {
    const stage = await running(wanted);
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(seconds(2), seconds(1));
    expect(condition(stage, "Progressing")).toMatchObject({ status: "True", reason: "Scaling" });
    stage.edit("parallelism 4", { job: { parallelism: 4 } });
    await stage.passFor(minutes(2));
    expect(await parallelism(stage)).toEqual([4, 4]);
    expect(taskManagers(stage)).toBe(2);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
    await expectStory(stage, `scaling-edit-${name}`);
  });

  test("one that is taken back while it scales leaves nothing behind", async () => {
    const stage = await running(wanted);
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(seconds(2), seconds(1));
    stage.edit("parallelism 2", { job: { parallelism: 2 } });
    await stage.passFor(minutes(2));
    expect(await parallelism(stage)).toEqual([2, 2]);
    expect(taskManagers(stage)).toBe(1);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
  });

  test.skipIf(wanted.mode === "native")("TaskManagers that never come are reported, and the job goes on", async () => {
    const stage = await running(wanted);
    stage.scene.spoke.podsRefused = "exceeded quota";
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(minutes(5));
    expect(condition(stage, "Degraded")).toMatchObject({ status: "True", reason: "TaskManagersMissing" });
    expect(stage.status.jobStatus).toMatchObject({ state: "RUNNING" });
    stage.scene.spoke.podsRefused = undefined;
    await stage.passFor(minutes(4));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
  });

  test("a job that has failed meanwhile is brought back by an upgrade", async () => {
    const stage = await running(wanted);
    stage.fail();
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(minutes(3));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.runs).toHaveLength(2);
    expectStateKept(stage);
    expectSettled(stage);
  });
});

/** Flink takes resource requirements for granted and forgets them. */
function deaf(spoke: Spoke): Spoke {
  return {
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      const setResourceRequirements = async (): Promise<void> => undefined;
      const forgetful = new Proxy(flink, {
        get: (target, name) =>
          name === "setResourceRequirements"
            ? setResourceRequirements
            : (Reflect.get(target, name) as () => void).bind(target),
      });
      return { cluster, flink: forgetful, artifacts };
    },
  };
}

describe("falls back to an upgrade, which says why", () => {
  test("where the scheduler is not adaptive", async () => {
    const stage = await running();
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(minutes(2), seconds(1));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.runs).toHaveLength(2);
    expect(events(stage, "SpecChanged")).toHaveLength(1);
    expect(events(stage, "Scaling")).toEqual([]);
    await expectStory(stage, "scaling-upgrade");
  });

  test("where Flink does not follow in time", async () => {
    const stage = await running({ configuration: adaptive });
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    for (let pass = 0; pass < 40; pass += 1) {
      await stage.scene.pass(deaf);
      stage.scene.world.advance(seconds(10));
    }
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.runs).toHaveLength(2);
    expect(events(stage, "SpecChanged")).toEqual([expect.stringMatching(/^1 ×/)]);
    expectSettled(stage);
    await expectStory(stage, "scaling-late");
  });

  test("where Flink refuses it", async () => {
    const configuration = { ...adaptive, "taskmanager.numberOfTaskSlots": "100" };
    const stage = await running({ configuration });
    stage.edit("more than the job's maximum", { job: { parallelism: 200 } });
    await stage.passFor(seconds(0));
    const message = /^scaling in place was refused \(.*maximum parallelism.*\): the job is being stopped/u;
    expect(stage.status.conditions).toContainEqual(
      expect.objectContaining({ type: "Progressing", message: expect.stringMatching(message) }),
    );
    await stage.passFor(minutes(2));
    expect(await parallelism(stage)).toEqual([200, 200]);
    expect(stage.runs).toHaveLength(2);
    expect(events(stage, "ScalingRefused")).toHaveLength(1);
    expectSettled(stage);
    await expectStory(stage, "scaling-refused");
  });
});

describe("without any touch of the job", () => {
  test("standby JobManagers come and go", async () => {
    const stage = await running();
    const before = uids(stage);
    stage.edit("a standby", { jobManager: { replicas: 2 } });
    await stage.passFor(minutes(1));
    expect(stage.scene.names("Pod").filter((name) => !name.includes("taskmanager"))).toHaveLength(2);
    stage.edit("none", { jobManager: { replicas: 1 } });
    await stage.passFor(minutes(2));
    expect(uids(stage)).toEqual(before);
    expectSettled(stage);
    expectStateKept(stage);
  });

  test("a standalone session cluster takes other replicas", async () => {
    const scene = new Scene();
    const [session] = example("standalone-session.yaml");
    if (session === undefined) throw new Error("the example is gone");
    scene.apply(session);
    await scene.passFor(minutes(1));
    const before = scene.spoke.api.list("Deployment").items.map(({ metadata }) => metadata.uid);
    const ref = { kind: "FlinkDeployment", namespace: "default", name: session.metadata.name } as const;
    scene.spoke.api.patch(ref, { type: "merge", body: { spec: { taskManager: { replicas: 4 } } } });
    await scene.passFor(minutes(1));
    expect(scene.names("Pod").filter((name) => name.includes("taskmanager"))).toHaveLength(4);
    expect(scene.spoke.api.list("Deployment").items.map(({ metadata }) => metadata.uid)).toEqual(before);
    expect(scene.resource(session.metadata.name)["status"]).toMatchObject({
      lifecycleState: "STABLE",
      observedGeneration: 2,
      taskManager: { replicas: 4 },
    });
  });

  test("TaskManagers whose Deployment was deleted meanwhile are made again, as many as are asked for now", async () => {
    const stage = await running({ mode: "standalone", configuration: reactive });
    const [jobManager] = uids(stage);
    stage.deleteTaskManagers();
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(minutes(2));
    expect(uids(stage)[0]).toEqual(jobManager);
    expect(taskManagers(stage)).toBe(3);
    expectSettled(stage);
    stage.deleteTaskManagers();
    await stage.passFor(minutes(2));
    expect(taskManagers(stage)).toBe(3);
    expectStateKept(stage);
  });

  const ingresses = ({ scene }: Stage): readonly KubernetesObject[] => scene.spoke.api.list("Ingress").items;
  const host = (name: string): object => ({ spec: { rules: [{ host: name }] } });

  test("the Ingress is made, changed and removed", async () => {
    const stage = await running();
    const before = uids(stage);
    stage.edit("an Ingress", { ingress: { template: "flink.example.com/{{name}}" } });
    await stage.passFor(seconds(10));
    expect(ingresses(stage)).toMatchObject([host("flink.example.com")]);
    expectSettled(stage);
    const made = ingresses(stage)[0]?.metadata.uid;
    stage.edit("another host", { ingress: { template: "other.example.com/{{name}}", annotations: { a: "b" } } });
    await stage.passFor(seconds(10));
    expect(ingresses(stage)).toMatchObject([
      { ...host("other.example.com"), metadata: { uid: made, annotations: { a: "b" } } },
    ]);
    stage.edit("none", { ingress: null });
    await stage.passFor(seconds(10));
    expect(ingresses(stage)).toEqual([]);
    expect(uids(stage)).toEqual(before);
    expect(stage.runs).toHaveLength(1);
    expect(events(stage, "SpecChanged")).toHaveLength(3);
    expectSettled(stage);
    await expectStory(stage, "ingress");
  });

  test("an Ingress is neither made nor removed where that is left to others", async () => {
    const stage = await running();
    stage.edit("an Ingress", { ingress: { template: "flink.example.com/{{name}}" } });
    await stage.passFor(seconds(10));
    const unmanaged = { "kubernetes.operator.ingress.manage": "false" };
    stage.edit("left alone from now on", { flinkConfiguration: unmanaged, ingress: null });
    await stage.passFor(seconds(10));
    expect(events(stage, "IngressManagement")).toEqual([]);
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(2));
    stage.edit("an Ingress that is not made", { ingress: { template: "other.example.com/{{name}}" } });
    await stage.passFor(seconds(10));
    stage.edit("one more nonce", { restartNonce: 2 });
    await stage.passFor(minutes(2));
    expect(ingresses(stage)).toMatchObject([host("flink.example.com")]);
    expect(events(stage, "IngressManagement")).toMatchObject([expect.stringMatching(/^2 × /)]);
    expectSettled(stage);
    expectStateKept(stage);
  });

  test("an Ingress that is switched off goes with an upgrade as well, and that of somebody else stays", async () => {
    const stage = await running();
    stage.edit("an Ingress", { ingress: { template: "flink.example.com/{{name}}" } });
    await stage.passFor(seconds(10));
    stage.edit("none, and another nonce", { ingress: null, restartNonce: 1 });
    await stage.passFor(minutes(2));
    expect(stage.scene.names("Ingress")).toEqual([]);
    const backend = { service: { name: "a", port: { number: 1 } } };
    const metadata = { namespace: "default", name: "orders" };
    const apiVersion = "networking.k8s.io/v1";
    stage.scene.spoke.api.create({ apiVersion, kind: "Ingress", metadata, spec: { defaultBackend: backend } });
    stage.edit("another nonce", { restartNonce: 2 });
    await stage.passFor(minutes(2));
    expect(stage.scene.names("Ingress")).toEqual(["orders"]);
    expectSettled(stage);
  });
});
