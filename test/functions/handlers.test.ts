import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context, EventBridgeEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reconciling } from "../../functions/reconcile.ts";
import { sweeping } from "../../functions/sweep.ts";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { DeclaredFleet } from "../../lib/adapters/fleet/declaredFleet.ts";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { randomIds } from "../../lib/adapters/system/randomIds.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import { artifactRules } from "../../lib/core/configuration/artifactRules.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { millis, seconds } from "../../lib/core/time.ts";
import type { Fleet } from "../../lib/ports/index.ts";
import { type Served, serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import { MemoryDeadLetters, MemoryDeliveries, MemoryLooks } from "../support/memoryPorts.ts";
import { sqsEvent, type Message } from "./support/sqsEvent.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-functions-"));
const world = new World({ spokes: ["east", "west"] });
let served: Served;
let fleet: Fleet;

beforeAll(async () => {
  served = await serve(world);
  const clusters = ["east", "west"].map((name) => ({ name, server: served.url(name) }));
  writeFileSync(join(folder, "kubeconfig"), simulatedKubeconfig(clusters));
  const read = readFleet("clusters:\n  east: { context: east }\n  west: { context: west }\n", "fleet.yaml");
  if (read.kind === "invalid") throw new Error(read.messages.join("\n"));
  fleet = new DeclaredFleet(read.fleet, {
    resolve: (path) => join(folder, path),
    kubeconfig: join(folder, "kubeconfig"),
    ambient: ambientCredentials(),
    clock: systemClock,
    artifacts: artifactRules({}),
  });
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  world.spoke("east").reachable = true;
});

/** The functions on what lies outside, in memory; the clusters are reached over HTTP. */
function functions(remaining = 300_000) {
  const ports = {
    fleet,
    clock: systemClock,
    ids: randomIds,
    log: { info: () => undefined, warn: () => undefined },
    defaults: shippedDefaults,
    queue: new MemoryQueue(systemClock),
    deadLetters: new MemoryDeadLetters(),
    deliveries: new MemoryDeliveries(),
    jitter: millis(0),
    mostAttempts: 2,
  };
  const looks = new MemoryLooks();
  const context = { getRemainingTimeInMillis: () => remaining } as Context;
  return {
    ports,
    sweep: async () => {
      const handler = sweeping(async () => ({ ...ports, looks }));
      await handler({} as EventBridgeEvent<"Scheduled Event", unknown>, context, () => undefined);
    },
    deliver: async (messages: readonly Message[]): Promise<readonly string[]> => {
      const answer = await reconciling(async () => ports)(sqsEvent(messages), context, () => undefined);
      return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier).toSorted();
    },
  };
}

const orders = (name: string) => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name, namespace: "default" },
  spec: {
    image: "flink:1.20",
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 },
  },
});
const deploymentOf = (name: string) => world.spoke("west").api.find({ kind: "Deployment", namespace: "default", name });

test("sweep asks for a look at every cluster, and reconcile takes it", async () => {
  const { ports, sweep, deliver } = functions();
  world.spoke("west").api.create(orders("orders"));
  await sweep();
  const wakes = ports.queue.take();
  expect(wakes).toEqual([{ spoke: "east" }, { spoke: "west" }]);
  expect(await deliver(wakes.map((wake) => ({ wake })))).toEqual([]);
  expect(deploymentOf("orders")).toBeDefined();
});

test("only the message that failed goes back to the queue, and later", async () => {
  const { ports, deliver } = functions();
  world.spoke("east").reachable = false;
  const messages = [
    { wake: { spoke: "east" } },
    { wake: { spoke: "west" } },
    { wake: { spoke: "left-the-fleet" } },
    { body: "no JSON" },
    { wake: { spoke: "east" }, attempts: 2 },
  ];
  expect(await deliver(messages)).toEqual(["0"]);
  expect([...ports.deliveries.putOffBy]).toEqual([["receipt-0", seconds(15)]]);
  expect(ports.deadLetters.letters).toMatchObject([
    { body: "no JSON", reason: expect.stringContaining("no JSON"), attempts: 1 },
    { body: '{"spoke":"east"}', attempts: 2 },
  ]);
});

test("messages fail one by one even where all of them do", async () => {
  const { deliver } = functions();
  world.spoke("east").reachable = false;
  expect(await deliver([{ wake: { spoke: "east" } }])).toEqual(["0"]);
});

test("nothing is begun that the invocation has no time for", async () => {
  world.spoke("west").api.create(orders("late"));
  const { deliver } = functions(5_000);
  await deliver([{ wake: { spoke: "west" } }]);
  expect(deploymentOf("late")).toBeUndefined();
});
