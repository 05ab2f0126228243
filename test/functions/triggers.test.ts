import { gzipSync } from "node:zlib";
import type {
  CloudWatchLogsEvent,
  Context,
  EventBridgeEvent,
  KinesisStreamEvent,
  LambdaFunctionURLEvent,
} from "aws-lambda";
import { expect, test } from "vitest";
import { auditing } from "../../functions/audit.ts";
import { changing } from "../../functions/change.ts";
import { triggering } from "../../functions/trigger.ts";
import { answering } from "../../functions/webhook.ts";
import { fleetFile } from "../../lib/api/fleet.ts";
import { application, digest, home, registry, Triggering } from "../shell/support/triggering.ts";

const context = (remaining: number) =>
  ({
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:${home}:function:f`,
    getRemainingTimeInMillis: () => remaining,
  }) as Context;

const asked = { version: 1, changeId: "c-1", selector: { names: ["orders"] } };

function begun() {
  const images = [{ repository: "orders", selector: { names: ["orders"] } }];
  const role = { principal: `arn:aws:iam::${home}:role/ci`, may: ["restart"], selector: { clusters: ["*"] } };
  const scene = new Triggering({ triggers: { images, senders: { role } } });
  scene.create(application("orders"));
  const { triggers, home: _, deadline: __, ...ports } = scene.ports;
  const secrets = { signed: async () => false, anySigned: async () => false, is: async () => false };
  return { scene, wired: async () => ({ ...ports, secrets, file: { triggers } }) };
}

test("trigger: an event of the account that the function runs in is answered", async () => {
  const { scene, wired } = begun();
  const event = scene.push() as EventBridgeEvent<string, unknown>;
  await triggering(wired)(event, context(120_000), () => undefined);
  expect(scene.resource("orders").spec["image"]).toBe(`${registry}/orders:2@${digest}`);
});

test("trigger: with too little time nothing is begun, and that is said", async () => {
  const { scene, wired } = begun();
  await triggering(wired)(scene.push() as EventBridgeEvent<string, unknown>, context(19_000), () => undefined);
  expect(scene.resource("orders").metadata.generation).toBe(1);
  expect(scene.told).toMatchObject([{ type: "change.refused", detail: { retryable: true } }]);
});

test("webhook: who has signed is what AWS says, and the answer is JSON", async () => {
  const { scene, wired } = begun();
  const ask = async (iam: object | undefined) => {
    const event = {
      rawPath: "/",
      headers: {},
      body: Buffer.from(JSON.stringify({ type: "restart.requested", detail: asked })).toString("base64"),
      isBase64Encoded: true,
      requestContext: iam === undefined ? {} : { authorizer: { iam } },
    };
    const answer = await answering(wired)(event as unknown as LambdaFunctionURLEvent, context(60_000), () => undefined);
    return answer as { readonly statusCode: number; readonly body: string };
  };
  expect(await ask(undefined)).toMatchObject({ statusCode: 401 });
  expect(scene.resource("orders").metadata.generation).toBe(1);
  const answer = await ask({ userArn: `arn:aws:sts::${home}:assumed-role/ci/s` });
  expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": "application/json" } });
  expect(JSON.parse(answer.body)).toMatchObject({ accepted: [{ changeId: "c-1" }], refused: [] });
  expect(scene.resource("orders").metadata.generation).toBe(2);
});

const edited = (name: string) => ({
  message: JSON.stringify({
    stage: "ResponseComplete",
    verb: "patch",
    user: { username: "kubernetes-admin", groups: ["system:masters"] },
    objectRef: { apiGroup: "flink.apache.org", resource: "flinkdeployments", namespace: "a", name },
  }),
});

/** As CloudWatch Logs sends it: packed. */
const packed = (over: object): string =>
  gzipSync(
    JSON.stringify({
      messageType: "DATA_MESSAGE",
      owner: home,
      logGroup: "/aws/eks/prod/cluster",
      logEvents: [],
      ...over,
    }),
  ).toString("base64");

const wakeOf = (spoke: string, name: string) => ({
  spoke,
  resource: { kind: "FlinkDeployment", namespace: "a", name },
});

test("audit: a packed batch asks for a look in the cluster of its log group", async () => {
  const { scene, wired } = begun();
  const file = fleetFile.parse({ clusters: { shop: { region: "eu-central-1", clusterName: "prod" } } });
  const event: CloudWatchLogsEvent = { awslogs: { data: packed({ logEvents: [edited("orders")] }) } };
  await auditing(async () => ({ ...(await wired()), file }))(event, context(30_000), () => undefined);
  expect(scene.wakes).toEqual([wakeOf("shop", "orders")]);
});

test("audit: batches of other accounts come in records of the stream, each of the cluster of its account", async () => {
  const { scene, wired } = begun();
  const roleArn = "arn:aws:iam::210987654321:role/flink-fleet-spoke";
  const file = fleetFile.parse({ clusters: { far: { region: "eu-central-1", clusterName: "prod", roleArn } } });
  const records = [
    packed({ messageType: "CONTROL_MESSAGE", owner: "CloudwatchLogs", logGroup: "", logEvents: [{ message: "test" }] }),
    packed({ owner: "210987654321", logEvents: [edited("orders")] }),
    packed({ owner: "321098765432", logEvents: [edited("clicks")] }),
  ];
  const event = { Records: records.map((data) => ({ kinesis: { data } })) } as KinesisStreamEvent;
  await auditing(async () => ({ ...(await wired()), file }))(event, context(30_000), () => undefined);
  expect(scene.wakes).toEqual([
    wakeOf("far", "orders"),
    // Found by tag it would have this name; where there is no such cluster nothing is looked at.
    wakeOf("prod.eu-central-1.321098765432", "clicks"),
  ]);
});

const question = (scene: Triggering, over: object = {}, asked: object = {}) => {
  const now = scene.ports.clock.now();
  const selector = { names: ["orders"] };
  const change = { kind: "restart" };
  const request = {
    id: "c-1",
    change,
    by: "ci",
    selector,
    allowed: selector,
    requestedAt: now,
    deadline: now + 3_600_000,
  };
  return { kind: "change", spokes: ["one"], deadline: now + 60_000, request: { ...request, ...asked }, ...over };
};

test("change: what its zone is asked for is made, and answered", async () => {
  const { scene, wired } = begun();
  const answer = await changing(wired)(question(scene), context(120_000), () => undefined);
  expect(answer).toMatchObject({ kind: "change", answers: [{ kind: "accepted" }] });
  expect(scene.resource("orders").metadata.generation).toBe(2);
  expect(scene.told).toMatchObject([{ type: "change.accepted" }]);
});

test("change: with too little time of its own nothing is begun", async () => {
  const { scene, wired } = begun();
  await changing(wired)(question(scene), context(19_000), () => undefined);
  expect(scene.resource("orders").metadata.generation).toBe(1);
  expect(scene.told).toMatchObject([{ type: "change.refused", detail: { retryable: true } }]);
});

test.for([
  { of: "no clusters", over: { spokes: [] }, says: "spokes" },
  { of: "everything", asked: { selector: {} }, says: "request.selector" },
  { of: "what nobody knows", over: { kind: "delete" }, says: "kind" },
])("change: a question of $of is none", async ({ over, asked: wrong, says }) => {
  const { scene, wired } = begun();
  const asked = changing(wired)(question(scene, over, wrong), context(120_000), () => undefined);
  await expect(asked).rejects.toThrow(`this is no question: ${says}`);
  expect(scene.resource("orders").metadata.generation).toBe(1);
});
