import { describe, expect, test } from "vitest";
import type { DecisionNote } from "../../lib/api/resources/decisionNote.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { jsonLog } from "../../lib/adapters/system/jsonLog.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Log, Spoke } from "../../lib/ports/index.ts";
import { instead } from "../support/instead.ts";
import { application, type Fields, type Wanted } from "../sequence/support/application.ts";
import { jarUri, sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { Scene } from "../sequence/support/scene.ts";

type Line = Fields & { readonly message: string };

/** A scene that keeps its log. */
class LoggedScene extends Scene {
  readonly lines: Line[] = [];
  readonly log: Log = jsonLog((line) => void this.lines.push(JSON.parse(line) as Line), this.world.clock);

  override get ports(): Scene["ports"] {
    return { ...super.ports, log: this.log };
  }

  get decisions(): readonly Line[] {
    return this.lines.filter(({ message }) => message === "Decision");
  }

  notes(name = "orders", kind: KubernetesObject["kind"] = "FlinkDeployment"): readonly DecisionNote[] {
    const object = this.spoke.api.read({ kind, namespace: "default", name });
    const status = object["status"] as { readonly fleet?: { readonly decisions?: readonly DecisionNote[] } };
    return status.fleet?.decisions ?? [];
  }

  edit(spec: Fields, name = "orders"): void {
    this.spoke.api.patch({ kind: "FlinkDeployment", namespace: "default", name }, { type: "merge", body: { spec } });
  }
}

async function running(object: KubernetesObject): Promise<LoggedScene> {
  const scene = new LoggedScene();
  scene.apply(object);
  await scene.passFor(seconds(50));
  return scene;
}

const withCreate = (spoke: Spoke, create: Cluster["create"]): Spoke => ({
  ...spoke,
  connect: async () => {
    const { cluster, ...rest } = await spoke.connect();
    return { ...rest, cluster: instead(cluster, { create }) };
  },
});

describe("the journal", () => {
  test("tells how the job came to run", async () => {
    const scene = await running(application());
    const told = scene.notes();
    expect(told.map(({ act }) => act)).toContain("create");
    expect(told.find(({ act }) => act === "create")).toMatchObject({ rule: "firstDeployment", from: "nothing" });
    expect(told.at(-1)).toMatchObject({ rule: "settling", because: "the job is RUNNING" });
  });

  test("tells what an upgrade started from", async () => {
    const scene = await running(application());
    scene.edit({ restartNonce: 1 });
    await scene.passFor(minutes(1), seconds(1));
    const stop = scene.notes().find(({ act }) => act === "stop");
    expect(stop).toMatchObject({ rule: "changing", does: "stopWithSavepoint", generation: 2, changed: "restartNonce" });
    const create = scene.notes().findLast(({ act }) => act === "create");
    expect(create).toMatchObject({ rule: "restoring", from: expect.stringMatching(/^s3:\/\/flink\/savepoints\//) });
  });

  test("of a session job is its own", async () => {
    const scene = new LoggedScene();
    scene.spoke.artifacts.put(jarUri, "a jar");
    scene.apply(sessionCluster());
    scene.apply(sessionJob());
    await scene.passFor(minutes(1));
    const { name } = sessionJob().metadata;
    expect(scene.notes(name, "FlinkSessionJob").length).toBeGreaterThan(0);
  });

  test("tells why something was not carried out", async () => {
    const scene = new LoggedScene();
    scene.apply(application());
    const refuse: Cluster["create"] = (object) =>
      object.kind === "Deployment"
        ? Promise.reject(new Faulted({ kind: "denied", what: "Deployment default/orders", because: "exceeded quota" }))
        : scene.spoke.cluster.create(object);
    for (let passed = 0; passed < 5; passed += 1) {
      await scene.pass((spoke) => withCreate(spoke, refuse));
      scene.world.advance(seconds(5));
    }
    const tried = scene.notes().filter(({ act }) => act === "create");
    expect(tried).toMatchObject([{ refused: expect.stringContaining("exceeded quota") }]);
  });
});

const keyOf = ({ at, rule, act, does }: Readonly<Record<string, unknown>>): string =>
  `${String(at).replace(/\.\d+Z$/, "Z")} ${String(rule)} ${String(act)} ${String(does)}`;

const of = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;

test.for<{
  readonly act: string;
  readonly wanted?: Wanted;
  readonly does: (scene: LoggedScene) => void;
  readonly note: object;
}>([
  {
    act: "an upgrade, which deletes Deployments",
    does: (scene) => scene.edit({ restartNonce: 1 }),
    note: { rule: "restoring", act: "again", does: "deleteDeployments" },
  },
  {
    act: "an upgrade by last-state, which stops pods",
    wanted: { upgradeMode: "last-state" },
    does: (scene) => scene.edit({ restartNonce: 1 }),
    note: { rule: "restoring", act: "again", does: "stopPods" },
  },
  {
    act: "a JobManager that was deleted",
    does: ({ spoke }) => void spoke.api.delete({ ...of, kind: "Deployment" }),
    note: { rule: "lostJobManager" },
  },
  {
    act: "TaskManagers that were deleted",
    wanted: { mode: "standalone" },
    does: ({ spoke }) => void spoke.api.delete({ ...of, kind: "Deployment", name: "orders-taskmanager" }),
    note: { rule: "lostTaskManagers", act: "again", does: "createTaskManagers" },
  },
  {
    act: "a finalizer that was taken away, once something else is written",
    does: (scene) => {
      scene.spoke.api.patch(of, { type: "merge", body: { metadata: { finalizers: null } } });
      scene.spoke.failJob(of, "java.lang.Error");
    },
    note: { rule: "holding", act: "again", does: "addFinalizer" },
  },
])("every act has its note: $act", async ({ wanted, does, note }) => {
  const scene = await running(application(wanted));
  does(scene);
  await scene.passFor(minutes(1), seconds(1));
  const notes = scene.notes();
  expect(notes).toContainEqual(expect.objectContaining(note));
  const noted = new Set(notes.map(keyOf));
  const acts = scene.decisions.filter(({ kind, act }) => kind === "FlinkDeployment" && act !== "wait");
  expect(acts.length).toBeGreaterThan(2);
  for (const act of acts) expect(noted).toContain(keyOf(act));
  expect(noted.size).toBe(notes.length);
});

test("a quiet look writes nothing and logs nothing", async () => {
  const scene = await running(application());
  const { resourceVersion } = scene.resource("orders").metadata;
  const lines = scene.lines.length;
  await scene.passFor(minutes(2));
  expect(scene.resource("orders").metadata.resourceVersion).toBe(resourceVersion);
  expect(scene.lines.length).toBe(lines);
});

test("whatever was written is a line of the log as well", async () => {
  const scene = await running(application());
  scene.edit({ restartNonce: 1 });
  await scene.passFor(minutes(1), seconds(1));
  const logged = new Set(scene.decisions.map(keyOf));
  for (const note of scene.notes()) expect(logged).toContain(keyOf(note));
  const [first] = scene.decisions;
  expect(first).toMatchObject({
    resource: "default/orders",
    kind: "FlinkDeployment",
    "outcome.kind": "done",
    passed: expect.stringMatching(/^canary, deletion, .*, adoption$/),
  });
  // The log shows of lists and objects only that there was one.
  expect(JSON.stringify(scene.decisions)).not.toMatch(/"\((list|object)\)"/);
});
