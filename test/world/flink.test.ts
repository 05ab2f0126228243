import { describe, expect, test } from "vitest";
import { type Millis, minutes, seconds } from "../../lib/core/time.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { World } from "../../lib/world/world.ts";
import { address, aJobId, deploy, type FlinkWanted, namespace } from "./flinkObjects.ts";
import { faultOf, ha, jobManagerPod, names, running } from "./running.ts";

const podStatus = (spoke: SimulatedSpoke): unknown =>
  spoke.api.read({ kind: "Pod", ...jobManagerPod(spoke) })["status"];

describe("a Flink cluster", () => {
  test.for<{ when: string; wanted: FlinkWanted; pods: readonly RegExp[] }>([
    { when: "native", wanted: { name: "a" }, pods: [/^a-[0-9a-f]{10}-\w{5}$/, /^a-taskmanager-1-1$/] },
    {
      when: "standalone",
      wanted: { name: "a", mode: "standalone", taskManagers: 2, configuration: { "parallelism.default": "4" } },
      pods: [/^a-[0-9a-f]{10}-\w{5}$/, /^a-taskmanager-[0-9a-f]{10}-\w{5}$/, /^a-taskmanager-[0-9a-f]{10}-\w{5}$/],
    },
    {
      when: "Flink 2, with config.yaml",
      wanted: { name: "a", image: "flink:2.1", confFile: "config.yaml" },
      pods: [/^a-[0-9a-f]{10}-\w{5}$/, /^a-taskmanager-1-1$/],
    },
  ])("$when: the job runs", async ({ wanted, pods }) => {
    const { spoke, world } = running(wanted);
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ id: aJobId, name: "a", state: "RUNNING" }]);
    expect(names(spoke, "Pod")).toEqual(pods.map((pattern) => expect.stringMatching(pattern)));
    expect(world.violations).toEqual([]);
  });

  test("comes up step by step", async () => {
    const { spoke, world } = running({ name: "a" }, seconds(0));
    const seen: string[] = [];
    for (let i = 0; i < 200; i += 1) {
      world.advance(100 as Millis);
      const state = await spoke.flink.jobs(address("a")).then(
        ([job]) =>
          `${job?.state} ${Object.entries(job?.tasks ?? {}).find(([task, n]) => task !== "total" && n > 0)?.[0]}`,
        (error: unknown) => /no endpoints|leader election/.exec(String(error))?.[0] ?? "?",
      );
      if (seen.at(-1) !== state) seen.push(state);
    }
    expect(seen).toEqual([
      "no endpoints",
      "leader election",
      "INITIALIZING created",
      "CREATED created",
      "RUNNING scheduled",
      "RUNNING deploying",
      "RUNNING running",
    ]);
  });

  test("a session cluster has no jobs and no TaskManagers", async () => {
    const { spoke } = running({ name: "a", runs: "session" });
    expect(await spoke.flink.jobs(address("a"))).toEqual([]);
    expect((await spoke.flink.clusterInfo(address("a"))).taskManagers).toBe(0);
  });

  test("without enough slots the tasks stay scheduled", async () => {
    const { spoke } = running(
      { name: "a", mode: "standalone", configuration: { "parallelism.default": "3" } },
      minutes(2),
    );
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([
      { state: "RUNNING", tasks: { scheduled: 6, running: 0 } },
    ]);
  });

  test("native TaskManagers go when they have been idle for half a minute", async () => {
    const { spoke, world } = running({ name: "a" });
    spoke.finishJob({ namespace, name: "a" });
    world.advance(seconds(20));
    expect(names(spoke, "Pod")).toHaveLength(2);
    world.advance(seconds(30));
    expect(names(spoke, "Pod")).toEqual([jobManagerPod(spoke).name]);
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ state: "FINISHED", tasks: { finished: 4 } }]);
  });

  test("a TaskManager that is gone is replaced, and the job restarts if it may", async () => {
    const { spoke, world } = running({ name: "a", configuration: { "execution.checkpointing.interval": "10 s" } });
    spoke.killPod({ namespace, name: "a-taskmanager-1-1" });
    world.advance(minutes(1));
    expect(names(spoke, "Pod")).toContain("a-taskmanager-1-2");
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ state: "RUNNING", tasks: { running: 4 } }]);
    const [exception] = await spoke.flink.exceptions(address("a"), aJobId as never, 5);
    expect(exception?.stackTrace).toContain("Heartbeat of TaskManager");
  });

  test("without a restart strategy a lost TaskManager fails the job", async () => {
    const { spoke, world } = running({ name: "a", mode: "standalone" });
    const [taskManager = ""] = names(spoke, "Pod").filter((name) => name.includes("taskmanager"));
    spoke.killPod({ namespace, name: taskManager });
    world.advance(seconds(10));
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ state: "FAILED" }]);
  });

  test("a job fails with the exception it is given", async () => {
    const { spoke } = running({ name: "a" });
    spoke.failJob({ namespace, name: "a" }, "java.lang.IllegalStateException: broken\n\tat X.y(X.java:1)");
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ state: "FAILED" }]);
    const [exception] = await spoke.flink.exceptions(address("a"), aJobId as never, 5);
    expect(exception).toMatchObject({ stackTrace: expect.stringContaining("IllegalStateException: broken") });
  });

  test("an application that shuts down takes its native Deployment with it", () => {
    const { spoke, world } = running({
      name: "a",
      configuration: { "execution.shutdown-on-application-finish": "true" },
    });
    spoke.finishJob({ namespace, name: "a" });
    world.advance(seconds(10));
    expect(names(spoke, "Deployment")).toEqual([]);
    expect(names(spoke, "Pod")).toEqual([]);
  });
});

describe("a JobManager that is killed", () => {
  test.for([
    { when: "with HA", configuration: ha },
    { when: "without HA", configuration: {} },
  ])("$when comes back with the same job", async ({ configuration }) => {
    const { spoke, world } = running({ name: "a", configuration });
    const first = jobManagerPod(spoke);
    spoke.killPod(first);
    expect(await faultOf(spoke.flink.jobs(address("a")))).toContain("no endpoints available for service");
    world.advance(minutes(1));
    expect(jobManagerPod(spoke)).not.toEqual(first);
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ id: aJobId, state: "RUNNING" }]);
    expect(world.violations).toEqual([]);
  });

  test("with HA and a kept result a job that has ended is not run again", async () => {
    const kept = { ...ha, "job-result-store.delete-on-commit": "false" };
    const { spoke, world } = running({ name: "a", configuration: kept });
    spoke.finishJob({ namespace, name: "a" });
    spoke.killPod(jobManagerPod(spoke));
    world.advance(minutes(1));
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ id: aJobId, state: "FINISHED" }]);
  });
});

describe("high availability", () => {
  test("keeps ConfigMaps that outlive the Deployment", () => {
    const { spoke, world } = running({ name: "a", configuration: ha });
    spoke.api.delete({ kind: "Deployment", namespace, name: "a" });
    world.advance(seconds(30));
    expect(names(spoke, "Pod")).toEqual([]);
    expect(names(spoke, "ConfigMap")).toEqual([`a-${aJobId}-config-map`, "a-cluster-config-map"]);
    const [map] = spoke.api.list("ConfigMap", { namespace }).items;
    expect(map?.metadata.labels).toEqual({
      type: "flink-native-kubernetes",
      app: "a",
      "configmap-type": "high-availability",
    });
  });

  test("leaves no job behind that has ended", () => {
    const { spoke } = running({ name: "a", configuration: ha });
    spoke.finishJob({ namespace, name: "a" });
    const map = spoke.api.read({ kind: "ConfigMap", namespace, name: "a-cluster-config-map" });
    expect(names(spoke, "ConfigMap")).toEqual(["a-cluster-config-map", "flink-config-a"]);
    expect(Object.keys(map["data"] as object)).not.toContain(`jobGraph-${aJobId}`);
  });

  test("lets one of two JobManagers lead, and the other take over", async () => {
    const { spoke, world } = running({ name: "a", configuration: ha });
    spoke.api.patch({ kind: "Deployment", namespace, name: "a" }, { type: "merge", body: { spec: { replicas: 2 } } });
    world.advance(seconds(30));
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ state: "RUNNING" }]);
    spoke.killPod(jobManagerPod(spoke));
    world.advance(seconds(6));
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ id: aJobId, state: "RUNNING" }]);
    expect(world.violations).toEqual([]);
  });
});

describe("what goes wrong in a pod shows", () => {
  test("an image that does not exist", () => {
    const { spoke } = running({ name: "a", image: "flink:does-not-exist" });
    const reason = {
      waiting: { reason: "ImagePullBackOff", message: expect.stringContaining("flink:does-not-exist") },
    };
    expect(podStatus(spoke)).toMatchObject({ phase: "Pending", containerStatuses: [{ state: reason }] });
    const events = spoke.api.list("Event", {
      fields: `involvedObject.name=${jobManagerPod(spoke).name},reason=Failed`,
    });
    expect(events.items).toHaveLength(1);
  });

  test.for([
    {
      policy: "FallbackToLogsOnError",
      message: expect.stringContaining("JAR file does not exist: /opt/does-not-exist.jar"),
    },
    { policy: "File", message: undefined },
  ])("a jar that does not exist, with $policy", ({ policy, message }) => {
    const configuration = { "pipeline.jars": "local:///opt/does-not-exist.jar" };
    const { spoke } = running({ name: "a", configuration, terminationMessagePolicy: policy }, minutes(1));
    const [status] = (podStatus(spoke) as { containerStatuses: readonly Record<string, never>[] }).containerStatuses;
    expect(status).toMatchObject({ restartCount: 2, state: { waiting: { reason: "CrashLoopBackOff" } } });
    expect(status?.["lastState"]).toMatchObject({ terminated: { exitCode: 1, reason: "Error" } });
    expect(status?.["lastState"]?.["terminated"]?.["message"]).toEqual(message);
  });

  test("a ConfigMap that is missing, until it is there", async () => {
    const { spoke, world } = running({ name: "a" }, seconds(0));
    const conf = spoke.api.read({ kind: "ConfigMap", namespace, name: "flink-config-a" });
    spoke.api.delete({ kind: "ConfigMap", namespace, name: "flink-config-a" });
    world.advance(seconds(30));
    expect(podStatus(spoke)).toMatchObject({
      containerStatuses: [{ state: { waiting: { reason: "ContainerCreating" } } }],
    });
    expect(spoke.api.list("Event", { fields: "reason=FailedMount" }).items).toMatchObject([
      { message: expect.stringContaining('configmap "flink-config-a" not found') },
    ]);
    spoke.api.create({ ...conf, metadata: { name: "flink-config-a", namespace } });
    world.advance(seconds(30));
    expect(await spoke.flink.jobs(address("a"))).toMatchObject([{ state: "RUNNING" }]);
  });

  test("a conf file that this version of Flink does not read", () => {
    const { spoke } = running({ name: "a", image: "flink:2.1", terminationMessagePolicy: "FallbackToLogsOnError" });
    expect(JSON.stringify(podStatus(spoke))).toContain("config.yaml) does not exist");
  });

  test("pods that a quota refuses", () => {
    const world = new World();
    const spoke = world.spoke();
    spoke.podsRefused = "exceeded quota: small";
    deploy(spoke, { name: "a" });
    world.advance(seconds(5));
    const { status } = spoke.api.read({ kind: "Deployment", namespace, name: "a" }) as { status?: unknown };
    expect(status).toMatchObject({
      conditions: expect.arrayContaining([
        expect.objectContaining({
          type: "ReplicaFailure",
          reason: "FailedCreate",
          message: expect.stringContaining("quota"),
        }),
      ]),
    });
  });
});

test("a namespace that is deleted goes with all that is in it", () => {
  const { spoke, world } = running({ name: "a", configuration: ha });
  spoke.api.delete({ kind: "Namespace", name: namespace });
  expect(spoke.api.read({ kind: "Namespace", name: namespace }).metadata.deletionTimestamp).toBeDefined();
  world.advance(seconds(30));
  expect(spoke.api.store.everything().filter((object) => object.metadata.namespace === namespace)).toEqual([]);
  expect(spoke.api.find({ kind: "Namespace", name: namespace })).toBeUndefined();
});

test("a pod that is deleted stays until its node has stopped it", () => {
  const { spoke, world } = running({ name: "a", runs: "session" });
  const pod = { kind: "Pod", ...jobManagerPod(spoke) };
  spoke.api.delete(pod);
  expect(spoke.api.read(pod).metadata.deletionTimestamp).toBeDefined();
  world.advance(seconds(2));
  expect(spoke.api.find(pod)).toBeUndefined();
});

test("a Deployment that recreates has no two pods at a time, a rolling one has", () => {
  const most = (type: string): number => {
    const { spoke, world } = running({ name: "a", runs: "session" });
    const ref = { kind: "Deployment", namespace, name: "a" };
    spoke.api.patch(ref, {
      type: "merge",
      body: { spec: { strategy: { type }, template: { metadata: { annotations: { a: "b" } } } } },
    });
    const counts = Array.from({ length: 100 }, () => {
      world.advance(200 as Millis);
      return names(spoke, "Pod").length;
    });
    expect(counts.at(-1)).toBe(1);
    return Math.max(...counts);
  };
  expect(most("Recreate")).toBe(1);
  expect(most("RollingUpdate")).toBe(2);
});

test("a JobManager that comes back counts its TaskManagers from a new attempt", () => {
  const { spoke, world } = running({ name: "a", configuration: { "parallelism.default": "4" } });
  spoke.killPod({ namespace, name: "a-taskmanager-1-2" });
  spoke.killPod(jobManagerPod(spoke));
  world.advance(minutes(1));
  expect(names(spoke, "Pod").filter((name) => name.includes("taskmanager"))).toEqual([
    "a-taskmanager-1-1",
    "a-taskmanager-2-1",
  ]);
});

test("without HA a TaskManager finds its JobManager by the name of a Service", async () => {
  const { spoke, world } = running({ name: "a", mode: "standalone" }, seconds(0));
  spoke.api.delete({ kind: "Service", namespace, name: "a" });
  world.advance(seconds(30));
  expect((await spoke.flink.clusterInfo(address("a"))).taskManagers).toBe(0);
});

describe("a line that is down", () => {
  test("to the API server makes everything unavailable", async () => {
    const { spoke } = running({ name: "a" });
    spoke.reachable = false;
    expect(await faultOf(spoke.cluster.list({ kind: "Pod" }))).toContain("ETIMEDOUT");
    expect(await faultOf(spoke.flink.jobs(address("a")))).toContain("ETIMEDOUT");
    expect(spoke.calls.map(({ port, verb }) => `${port} ${verb}`)).toEqual(["kubernetes list", "flink GET"]);
  });

  test("to the pods makes Flink unavailable, and nothing else", async () => {
    const { spoke } = running({ name: "a" });
    spoke.flinkReachable = false;
    expect(await faultOf(spoke.flink.jobs(address("a")))).toMatch(/cannot reach the JobManager's pod/);
    expect(await spoke.cluster.list({ kind: "Pod" })).toHaveLength(2);
  });
});

describe("the world notices", () => {
  test("a job that is started a second time from nothing", () => {
    const { spoke, world } = running({ name: "a" });
    spoke.api.delete({ kind: "Deployment", namespace, name: "a" });
    world.advance(seconds(30));
    deploy(spoke, { name: "a" });
    world.advance(seconds(30));
    expect(world.violations).toEqual([
      expect.stringContaining(`job ${aJobId} was started a second time, from nothing`),
    ]);
  });

  test("two Deployments that run jobs of one cluster at the same time", () => {
    const { spoke, world } = running({ name: "a" });
    const { metadata, ...first } = spoke.api.read({ kind: "Deployment", namespace, name: "a" });
    spoke.api.create({ ...first, metadata: { name: "again", namespace, labels: metadata.labels } });
    world.advance(seconds(30));
    expect(world.violations.join()).toContain("while another Deployment's JobManager ran its job");
  });

  test("and says nothing of a job that HA recovers under a new Deployment", () => {
    const { spoke, world } = running({ name: "a", configuration: ha });
    spoke.api.delete({ kind: "Deployment", namespace, name: "a" });
    world.advance(seconds(30));
    deploy(spoke, { name: "a", configuration: ha });
    world.advance(seconds(30));
    expect(world.violations).toEqual([]);
  });
});

test("the same seed makes the same world", () => {
  const history = (seed: number): string => {
    const world = new World({ seed });
    deploy(world.spoke(), { name: "a" });
    world.advance(minutes(1));
    return JSON.stringify(world.spoke().api.list("Pod").items);
  };
  expect(history(7)).toBe(history(7));
  expect(history(7)).not.toBe(history(8));
});
