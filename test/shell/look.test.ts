import { describe, expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { look } from "../../lib/shell/look.ts";
import { World } from "../../lib/world/world.ts";

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

describe("look", () => {
  test("a wake for a cluster looks at all of it, and asks for another look at what is on its way", async () => {
    const { world, ports } = worldWith("orders", "bills");
    await look({ spoke: "one" }, ports);
    world.advance(minutes(5));
    expect(ports.queue.take()).toEqual(expect.arrayContaining([wakeFor("orders"), wakeFor("bills")]));
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
