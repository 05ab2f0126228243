import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { clientOptions } from "../../lib/adapters/aws/clientOptions.ts";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { EventBridgeBus } from "../../lib/adapters/eventbridge/eventBridgeBus.ts";
import { instant } from "../../lib/core/time.ts";
import { useAccount } from "./support/account.ts";
import { createQueue, received } from "./support/queues.ts";

let client: EventBridgeClient;

beforeAll(() => {
  useAccount("eu-north-1");
  client = new EventBridgeClient(clientOptions(ambientCredentials()));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

test("events arrive at whoever has a rule for them", async () => {
  const url = await createQueue("listener");
  await client.send(new CreateEventBusCommand({ Name: "fleet" }));
  const rule = { Name: "receipts", EventBusName: "fleet" };
  const pattern = { source: ["flink-fleet"], "detail-type": ["change.completed"], detail: { result: ["succeeded"] } };
  await client.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  const target = { Id: "1", Arn: "arn:aws:sqs:eu-north-1:123456789012:listener" };
  await client.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: "fleet", Targets: [target] }));
  const completed = Array.from({ length: 12 }, (_, index) => ({
    type: "change.completed",
    at: instant(Date.parse("2026-11-21T12:00:00Z")),
    resources: ["east/n/FlinkDeployment/x"],
    detail: { version: 1, changeId: `c${index}`, result: index === 3 ? "failed" : "succeeded" },
  }));
  await new EventBridgeBus(client, "fleet").put([...completed, { ...completed[0]!, type: "lifecycle.changed" }]);
  const events = (await received(url)).map(({ Body = "" }) => JSON.parse(Body));
  expect(events).toHaveLength(11);
  expect(events.find(({ detail }) => detail.changeId === "c11")).toMatchObject({
    source: "flink-fleet",
    "detail-type": "change.completed",
    time: "2026-11-21T12:00:00Z",
    resources: ["east/n/FlinkDeployment/x"],
    detail: { version: 1, changeId: "c11", result: "succeeded" },
  });
});
