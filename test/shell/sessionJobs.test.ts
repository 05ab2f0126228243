import { describe, expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { ArtifactRequest, Spoke, SpokeConnection } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { Scene } from "../sequence/support/scene.ts";
import { jarUri, sessionCluster, sessionJob, type WantedSessionJob } from "../sequence/support/session.ts";
import { instead } from "../support/instead.ts";

function sceneWith(...jobs: readonly WantedSessionJob[]): Scene {
  const scene = new Scene();
  scene.spoke.artifacts.put(jarUri, "a jar");
  scene.apply(sessionCluster());
  for (const job of jobs) scene.apply(sessionJob(job));
  return scene;
}

const statusOf = (scene: Scene, name = "counts") =>
  scene.spoke.api.read({ kind: "FlinkSessionJob", namespace: "default", name })["status"];

/** A spoke to which one goes another way. */
const through =
  (way: (connection: SpokeConnection) => Partial<SpokeConnection>) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const connection = await spoke.connect();
      return { ...connection, ...way(connection) };
    },
  });

describe("a pass over many session jobs", () => {
  test.for([1, 3, 40])("%i on one cluster: one LIST a kind, one REST call, no write", async (count) => {
    const jobs = Array.from({ length: count }, (_, index) => ({ name: `job-${index}` }));
    const scene = sceneWith(...jobs);
    await scene.passFor(minutes(3), seconds(10));
    const before = scene.spoke.calls.length;
    const swept = await scene.pass();
    const calls = scene.spoke.calls.slice(before).map(({ verb, what }) => `${verb} ${what}`);
    expect(calls.toSorted()).toEqual([
      "GET GET /jobs/overview of default/shared-rest",
      "list ConfigMap * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
      "list Deployment * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
      "list FlinkDeployment *",
      "list FlinkSessionJob *",
      "list FlinkStateSnapshot *",
      "list Service * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
    ]);
    expect(swept.kind === "swept" && swept.results.filter(({ wrote }) => wrote)).toEqual([]);
    for (const { name } of jobs) expect(statusOf(scene, name)).toMatchObject({ lifecycleState: "STABLE" });
  });
});

describe("a wake", () => {
  const wakeFor = (kind: "FlinkDeployment" | "FlinkSessionJob", name: string) => ({
    spoke: "one",
    resource: { kind, namespace: "default", name },
  });
  async function ready(...jobs: readonly WantedSessionJob[]) {
    const scene = sceneWith();
    await scene.passFor(minutes(1));
    for (const job of jobs) scene.apply(sessionJob(job));
    const queue = new MemoryQueue(scene.world.clock);
    return { scene, ports: { ...scene.ports, fleet: scene.world.fleet, queue } };
  }

  test("for a session job looks at that one alone, and asks for the next look at it", async () => {
    const { scene, ports } = await ready({ name: "one" }, { name: "two" });
    const since = scene.world.clock.now();
    await look(wakeFor("FlinkSessionJob", "one"), ports);
    expect(statusOf(scene, "one")).toMatchObject({ jobStatus: { state: "RECONCILING" } });
    expect(statusOf(scene, "two")).toBeUndefined();
    scene.world.advance(minutes(1));
    expect(ports.queue.take()).toEqual([{ ...wakeFor("FlinkSessionJob", "one"), since }]);
  });

  test("for a session cluster looks at its jobs as well, and at no other's", async () => {
    const { scene, ports } = await ready({ name: "one" }, { name: "two", cluster: "other" });
    scene.apply(sessionCluster({ name: "other" }));
    await look(wakeFor("FlinkDeployment", "shared"), ports);
    expect(statusOf(scene, "one")).toMatchObject({ jobStatus: { state: "RECONCILING" } });
    expect(statusOf(scene, "two")).toBeUndefined();
  });
});

describe("a submission", () => {
  test("asks for the jar with the headers of the job, and leaves none behind", async () => {
    const header = { "kubernetes.operator.user.artifacts.http.header": "Authorization:Basic abc" };
    const scene = sceneWith({ configuration: header });
    const asked: (ArtifactRequest | undefined)[] = [];
    for (let pass = 0; pass < 30; pass += 1) {
      await scene.pass(
        through(({ artifacts }) => ({
          artifacts: {
            open: async (uri, request) => {
              asked.push(request);
              return await artifacts.open(uri, request);
            },
          },
        })),
      );
      scene.world.advance(seconds(2));
    }
    expect(asked).toEqual([{ headers: { Authorization: "Basic abc" } }]);
    expect(statusOf(scene)).toMatchObject({ lifecycleState: "STABLE" });
    expect(scene.spoke.artifacts.held).toBe(0);
  });

  const noAnswer = new Faulted({ kind: "unavailable", what: "Flink", because: "timeout" });
  const denied = new Faulted({ kind: "denied", what: "delete jar", because: "forbidden" });

  test.for([
    { when: "cannot be reached", error: noAnswer },
    { when: "refuses", error: denied },
  ])("counts, whoever $when to delete its jar", async ({ error }) => {
    const scene = sceneWith({});
    for (let pass = 0; pass < 30; pass += 1) {
      await scene.pass(through(({ flink }) => ({ flink: instead(flink, { deleteJar: () => Promise.reject(error) }) })));
      scene.world.advance(seconds(2));
    }
    expect(statusOf(scene)).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(scene.spoke.incarnations({ namespace: "default", name: "shared" })).toHaveLength(1);
  });

  test("is not made once its cluster has announced its change, though the look was before", async () => {
    const scene = sceneWith();
    await scene.passFor(minutes(1));
    scene.apply(sessionJob());
    const shared = { kind: "FlinkDeployment", namespace: "default", name: "shared" } as const;
    const step = { name: "sessionJobs", since: "2026-01-01T00:00:00Z" };
    const isAnnounced = (): boolean => JSON.stringify(statusOf(scene) ?? {}).includes('"intent"');
    await scene.pass(
      through(({ cluster }) => ({
        cluster: instead(cluster, {
          read: async (ref) => {
            const found = await cluster.read(ref);
            if (ref.kind !== "FlinkDeployment" || found === undefined || !isAnnounced()) return found;
            const status = (found["status"] ?? {}) as { readonly fleet?: object };
            return { ...found, status: { ...status, fleet: { ...status.fleet, step } } };
          },
        }),
      })),
    );
    expect(scene.spoke.incarnations(shared)).toEqual([]);
    expect(statusOf(scene)).toMatchObject({ error: expect.stringContaining("it has begun to be changed") as unknown });
    await scene.passFor(minutes(2));
    expect(statusOf(scene)).toMatchObject({ lifecycleState: "STABLE" });
  });

  test("is not made once the resource has changed while its jar was on its way", async () => {
    const scene = sceneWith();
    await scene.passFor(minutes(1));
    scene.apply(sessionJob());
    const counts = { kind: "FlinkSessionJob", namespace: "default", name: "counts" } as const;
    const slowly = through(({ flink }) => ({
      flink: instead(flink, {
        uploadJar: async (at, jar) => {
          const body = { metadata: { labels: { touched: "since" } } };
          scene.spoke.api.patch(counts, { type: "merge", body });
          return await flink.uploadJar(at, jar);
        },
      }),
    }));
    await scene.pass(slowly);
    const shared = { namespace: "default", name: "shared" };
    expect(scene.spoke.incarnations(shared)).toEqual([]);
    const at = { namespace: "default", service: "shared-rest", scheme: "http" } as const;
    expect(await scene.spoke.flink.jobs(at)).toEqual([]);
    await scene.passFor(minutes(4));
    expect(statusOf(scene)).toMatchObject({ lifecycleState: "STABLE" });
    expect(scene.spoke.incarnations(shared)).toHaveLength(1);
  });
});

test("a session job that cannot be read holds back the deletion of the cluster that it names, and of no other", async () => {
  const scene = sceneWith({ name: "broken", job: { state: "suspended" } });
  scene.apply(sessionCluster({ name: "other" }));
  await scene.passFor(minutes(1));
  for (const name of ["shared", "other"])
    scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
  const unreadable = through(({ cluster }) => ({
    cluster: instead(cluster, {
      list: async (query) => {
        const found = await cluster.list(query);
        if (query.kind !== "FlinkSessionJob") return found;
        return found.map((job) => ({ ...job, spec: { deploymentName: "shared", job: "none" } }));
      },
    }),
  }));
  for (let pass = 0; pass < 20; pass += 1) {
    await scene.pass(unreadable);
    scene.world.advance(seconds(5));
  }
  expect(scene.names("FlinkDeployment")).toEqual(["shared"]);
  const obstacle = {
    type: "Degraded",
    reason: "CleanupFailed",
    message: expect.stringContaining("[broken]") as unknown,
  };
  expect(scene.resource("shared")["status"]).toMatchObject({
    conditions: expect.arrayContaining([expect.objectContaining(obstacle)]) as unknown,
  });
});
