import { describe, expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { later, minutes, seconds, type Millis } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { World } from "../../lib/world/world.ts";
import { MemoryLooks } from "../support/memoryPorts.ts";
import { instead } from "../support/instead.ts";

const resource = (name: string, namespace = "default") => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name, namespace },
  spec: {
    image: "flink:1.20",
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 },
  },
});

function worldWith(...names: readonly string[]) {
  const world = new World();
  for (const name of names) world.spoke().api.create(resource(name));
  const warnings: string[] = [];
  const ports = {
    clock: world.clock,
    ids: world.ids,
    fleet: world.fleet,
    queue: new MemoryQueue(world.clock),
    log: { info: () => undefined, warn: (message: string) => void warnings.push(message) },
    defaults: shippedDefaults,
  };
  return { world, ports, warnings };
}

const wakeFor = (name: string) => ({
  spoke: "one",
  resource: { kind: "FlinkDeployment", namespace: "default", name },
});

const unlisting = (spoke: Spoke, kind: string, fault: "denied" | "unavailable"): Spoke => ({
  ...spoke,
  connect: async () => {
    const connection = await spoke.connect();
    const list: Cluster["list"] = async (query) => {
      if (query.kind !== kind) return await connection.cluster.list(query);
      throw new Faulted({ kind: fault, what: `list of ${kind}`, because: "the API server says so" });
    };
    return { ...connection, cluster: instead(connection.cluster, { list }) };
  },
});

describe("look", () => {
  test("a wake for a cluster looks at all of it, and asks for another look at what is on its way", async () => {
    const { world, ports } = worldWith("orders", "bills");
    const since = world.clock.now();
    await look({ spoke: "one" }, ports);
    world.advance(minutes(5));
    const asked = ["orders", "bills"].map((name) => ({ ...wakeFor(name), since }));
    expect(ports.queue.take()).toEqual(expect.arrayContaining(asked));
  });

  test("a wake for a resource looks at that one alone", async () => {
    const { world, ports } = worldWith("orders", "bills");
    await look(wakeFor("orders"), ports);
    const found = (name: string) => world.spoke().api.find({ kind: "Deployment", namespace: "default", name });
    expect(found("orders")).toBeDefined();
    expect(found("bills")).toBeUndefined();
  });

  test("a wake for a namespace leaves the others alone", async () => {
    const { world, ports } = worldWith("orders");
    await look({ spoke: "one", namespaces: ["elsewhere"] }, ports);
    expect(world.spoke().api.find({ kind: "Deployment", namespace: "default", name: "orders" })).toBeUndefined();
  });

  test("followed for long enough, wakes alone bring a resource up, and then they end", async () => {
    const { world, ports } = worldWith("orders");
    await ports.queue.send([{ wake: { spoke: "one" }, after: seconds(0) }]);
    for (let second = 0; second < 120; second += 1) {
      for (const wake of ports.queue.take()) await look(wake, ports);
      world.advance(seconds(1));
    }
    const found = world.spoke().api.find({ kind: "FlinkDeployment", namespace: "default", name: "orders" });
    expect(found?.["status"]).toMatchObject({ lifecycleState: "STABLE" });
    world.advance(minutes(60));
    expect(ports.queue.take()).toEqual([]);
  });

  test("nothing is begun that the caller's end would cut off", async () => {
    const { world, ports } = worldWith("orders");
    const deployments = () => world.spoke().api.list("Deployment").items;
    await look({ spoke: "one" }, { ...ports, until: later(world.clock.now(), seconds(30)) });
    expect(deployments()).toEqual([]);
    world.advance(seconds(1));
    for (const wake of ports.queue.take()) await look(wake, { ...ports, until: later(world.clock.now(), minutes(5)) });
    expect(deployments()).toHaveLength(1);
  });

  test("nothing is looked at any more after the caller's end", async () => {
    const { world, ports, warnings } = worldWith("orders");
    await look({ spoke: "one" }, { ...ports, until: world.clock.now() });
    expect(warnings).toEqual(["Run failed"]);
  });

  test("a cluster that cannot be looked at is a failure of the message", async () => {
    const { world, ports } = worldWith("orders");
    world.spoke().reachable = false;
    await expect(look({ spoke: "one" }, ports)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  });

  test("a cluster that has left the fleet is no failure: the message would come back for ever", async () => {
    const { ports, warnings } = worldWith();
    await look({ spoke: "gone" }, ports);
    expect(warnings).toEqual(["Woken for a spoke that has left the fleet"]);
  });
});

describe("notes", () => {
  test("tell how a look at a cluster came out, and those of single resources tell nothing", async () => {
    const { world, ports } = worldWith("orders", "bills");
    world.spoke().api.create({ ...resource("wrong"), spec: { ...resource("wrong").spec, flinkVersion: "v1_12" } });
    const looks = new MemoryLooks();
    await look(wakeFor("orders"), { ...ports, looks });
    expect(await looks.all()).toEqual([]);
    await look({ spoke: "one" }, { ...ports, looks });
    const at = world.clock.now();
    expect(await looks.all()).toEqual([
      {
        spoke: "one",
        shard: { index: 1, of: 1 },
        at,
        lastGood: at,
        failures: 0,
        fault: undefined,
        notBefore: undefined,
        resources: 3,
        inMotion: 2,
        stuck: 1,
        drifted: 0,
      },
    ]);
  });

  test("of a cluster that cannot be reached count its failures, and say when to ask again", async () => {
    const { world, ports } = worldWith("orders");
    const looks = new MemoryLooks();
    await look({ spoke: "one" }, { ...ports, looks });
    const lastGood = world.clock.now();
    world.advance(minutes(1));
    world.spoke().reachable = false;
    await look({ spoke: "one" }, { ...ports, looks });
    await look(wakeFor("orders"), { ...ports, looks });
    await look({ spoke: "one" }, { ...ports, looks });
    expect(await looks.all()).toMatchObject([
      { lastGood, failures: 2, fault: { kind: "unavailable" }, notBefore: later(world.clock.now(), minutes(1)) },
    ]);
    world.spoke().reachable = true;
    await look({ spoke: "one" }, { ...ports, looks });
    expect(await looks.all()).toMatchObject([{ lastGood: world.clock.now(), failures: 0 }]);
  });

  test.for([
    { of: "FlinkSessionJob", fault: "denied", stuck: 0 },
    { of: "FlinkSessionJob", fault: "unavailable", stuck: 1 },
    { of: "FlinkStateSnapshot", fault: "denied", stuck: 0 },
    { of: "FlinkStateSnapshot", fault: "unavailable", stuck: 1 },
  ] as const)("of a shard whose $of list is $fault: $stuck stuck", async ({ of, fault, stuck }) => {
    const { world, ports } = worldWith("orders");
    const spokes = async () => (await world.fleet.spokes()).map((spoke) => unlisting(spoke, of, fault));
    const looks = new MemoryLooks();
    const wake = { spoke: "one", namespaces: ["default"], shard: { index: 1, of: 1 } };
    await look(wake, { ...ports, fleet: { spokes }, looks });
    expect(await looks.all()).toMatchObject([{ stuck, failures: 0 }]);
    expect(world.spoke().api.list("Deployment").items).toHaveLength(1);
  });

  test("that cannot be made are a warning, and the look is none the worse", async () => {
    const { world, ports, warnings } = worldWith("orders");
    const refuse = async () => {
      throw new Faulted({ kind: "unavailable", what: "notes", because: "throttled" });
    };
    await look({ spoke: "one" }, { ...ports, looks: { all: refuse, of: refuse, note: refuse } });
    expect(warnings).toEqual(["Look was not noted"]);
    expect(world.spoke().api.list("Deployment").items).toHaveLength(1);
  });
});

describe("a canary", () => {
  const canary = {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name: "canary", namespace: "default", labels: { "flink.apache.org/canary": "true" } },
    spec: {},
  };

  test("is changed once a minute, and what comes through is noted", async () => {
    const { world, ports } = worldWith();
    world.spoke().api.create(canary);
    const looks = new MemoryLooks();
    const found = () => world.spoke().api.find({ kind: "FlinkDeployment", namespace: "default", name: "canary" });
    const lookAfter = async (time: Millis) => {
      world.advance(time);
      await look({ spoke: "one" }, { ...ports, looks });
    };
    await lookAfter(seconds(0));
    const first = world.clock.now();
    expect(found()).toMatchObject({ metadata: { generation: 2 }, spec: { restartNonce: 1 } });
    expect(found()).not.toHaveProperty("status");
    await lookAfter(seconds(30));
    expect(await looks.all()).toMatchObject([{ canary: first, resources: 1, inMotion: 0, stuck: 0 }]);
    await lookAfter(seconds(30));
    expect(found()).toMatchObject({ metadata: { generation: 3 }, spec: { restartNonce: 2 } });
    expect(world.spoke().api.list("Deployment").items).toEqual([]);
  });

  test("that cannot be changed is noted as stuck, and its last change gets old", async () => {
    const { world, ports } = worldWith();
    world.spoke().api.create(canary);
    const looks = new MemoryLooks();
    await look({ spoke: "one" }, { ...ports, looks });
    const first = world.clock.now();
    world.advance(minutes(5));
    const patch = async () => {
      throw new Faulted({ kind: "denied", what: "canary", because: "403" });
    };
    const readOnly = (spoke: Spoke): Spoke => ({
      ...spoke,
      connect: async () => {
        const connection = await spoke.connect();
        return { ...connection, cluster: instead(connection.cluster, { patch }) };
      },
    });
    const spokes = async () => (await world.fleet.spokes()).map(readOnly);
    await look({ spoke: "one" }, { ...ports, fleet: { spokes }, looks });
    expect(await looks.all()).toMatchObject([{ canary: first, stuck: 1 }]);
  });
});

describe("a cluster with more resources than one look should have", () => {
  test("is looked at in shards, each resource once", async () => {
    const { world, ports } = worldWith();
    const idle = { ...resource("x").spec, flinkVersion: "v1_12" };
    const crowd = { small: 30, middle: 480, large: 520 };
    for (const [namespace, count] of Object.entries(crowd)) {
      for (let index = 0; index < count; index += 1) {
        world.spoke().api.create({ ...resource(`job-${index}`, namespace), spec: idle });
      }
    }
    const looks = new MemoryLooks();
    await look({ spoke: "one" }, { ...ports, looks });
    expect(await looks.all()).toEqual([]);
    const wakes = ports.queue.take();
    expect(wakes.map(({ shard }) => shard)).toEqual([1, 2, 3, 4].map((index) => ({ index, of: 4 })));
    for (const wake of wakes) await look(wake, { ...ports, looks });
    const sizes = (await looks.all()).map(({ resources }) => resources);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1030);
    const told = world
      .spoke()
      .api.list("FlinkDeployment")
      .items.filter((item) => item["status"] !== undefined);
    expect(told).toHaveLength(1030);
  });
});
