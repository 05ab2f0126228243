import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context, EventBridgeEvent, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handler as reconcile } from "../../functions/reconcile.ts";
import { handler as sweep } from "../../functions/sweep.ts";
import { wiring } from "../../functions/wiring.ts";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import type { Wake } from "../../lib/ports/index.ts";
import { type Served, serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-functions-"));
const world = new World({ spokes: ["east", "west"] });
let served: Served;

beforeAll(async () => {
  served = await serve(world);
  const clusters = ["east", "west"].map((name) => ({ name, server: served.url(name) }));
  writeFileSync(join(folder, "kubeconfig"), simulatedKubeconfig(clusters));
  writeFileSync(
    join(folder, "fleet.yaml"),
    "clusters:\n  east: { kubeconfig: kubeconfig, context: east }\n  west: { context: west }\n",
  );
  process.env["FLEET_FILE"] = join(folder, "fleet.yaml");
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

const context = { getRemainingTimeInMillis: () => 300_000 } as Context;

function events(bodies: readonly string[]): SQSEvent {
  const Records = bodies.map((body, index) => ({
    messageId: String(index),
    receiptHandle: "",
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  }));
  return { Records };
}

async function deliver(wakes: readonly (Wake | string)[]): Promise<readonly string[]> {
  const bodies = wakes.map((wake) => (typeof wake === "string" ? wake : JSON.stringify(wake)));
  const answer = await reconcile(events(bodies), context, () => undefined);
  return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier).toSorted();
}

const swept = async () => await sweep({} as EventBridgeEvent<"Scheduled Event", unknown>, context, () => undefined);

const orders = {
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name: "orders", namespace: "default" },
  spec: {
    image: "flink:1.20",
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 },
  },
};
const deployment = { kind: "Deployment", namespace: "default", name: "orders" };

test("sweep asks for a look at every cluster, and reconcile takes it", async () => {
  world.spoke("west").api.create(orders);
  await swept();
  const wakes = wiring().queue.take();
  expect(wakes).toEqual([{ spoke: "east" }, { spoke: "west" }]);
  expect(await deliver(wakes)).toEqual([]);
  expect(world.spoke("west").api.find(deployment)).toBeDefined();
});

test("only the message that failed goes back to the queue", async () => {
  world.spoke("east").reachable = false;
  const gone = { spoke: "left-the-fleet" };
  expect(await deliver([{ spoke: "east" }, { spoke: "west" }, gone, "no JSON", '{"spoke":3}'])).toEqual([
    "0",
    "3",
    "4",
  ]);
  world.spoke("east").reachable = true;
});
