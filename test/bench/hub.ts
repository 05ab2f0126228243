import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, EventBridgeEvent, SQSEvent } from "aws-lambda";
import { Agent } from "undici";
import * as z from "zod";
import { checking } from "../../functions/health.ts";
import { reconciling } from "../../functions/reconcile.ts";
import { sweeping } from "../../functions/sweep.ts";
import { triggering } from "../../functions/trigger.ts";
import { DynamoLooks } from "../../lib/adapters/dynamodb/dynamoLooks.ts";
import { EventBridgeBus } from "../../lib/adapters/eventbridge/eventBridgeBus.ts";
import { reachableSpoke } from "../../lib/adapters/fleet/reachableSpoke.ts";
import { SqsDeadLetters } from "../../lib/adapters/sqs/sqsDeadLetters.ts";
import { SqsDeliveries } from "../../lib/adapters/sqs/sqsDeliveries.ts";
import { SqsQueue } from "../../lib/adapters/sqs/sqsQueue.ts";
import { jsonLog } from "../../lib/adapters/system/jsonLog.ts";
import { randomIds } from "../../lib/adapters/system/randomIds.ts";
import { scope as scopeFields } from "../../lib/api/fleet/scope.ts";
import { triggers } from "../../lib/api/fleet/triggers.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { type Instant, later, millis, minutes, rfc3339, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { SimulatedArtifacts } from "../../lib/world/simulatedArtifacts.ts";
import { jarUri } from "../sequence/support/session.ts";
import { AwsInMemory } from "./awsInMemory.ts";
import type { SimulatedClusters } from "./simulatedClusters.ts";

const account = "111122223333";
const queueUrl = `https://sqs.eu-central-1.amazonaws.com/${account}/work`;
const context = {
  getRemainingTimeInMillis: () => 300_000,
  invokedFunctionArn: `arn:aws:lambda:eu-central-1:${account}:function:f`,
} as Context;
/** As the fleet file has it where it says nothing. */
const scope = z.object(scopeFields).parse({});

/** The functions of the hub with their real adapters; AWS is in memory, the clusters are on loopback. */
export class Hub {
  readonly aws = new AwsInMemory();
  readonly log = { lines: 0, bytes: 0 };
  readonly invocations = new Map<string, number>();
  messages = 0;
  readonly #clusters: SimulatedClusters;
  readonly #ports: ReturnType<typeof portsOf>;
  #waiting: { readonly body: string; readonly at: Instant }[] = [];

  constructor(clusters: SimulatedClusters, servers: Readonly<Record<string, string>>) {
    this.#clusters = clusters;
    this.#ports = portsOf(spokesAt(servers, clusters), clusters, this.aws, (line) => {
      this.log.lines += 1;
      this.log.bytes += Buffer.byteLength(line);
    });
  }

  async sweep(): Promise<void> {
    this.#invoked("sweep");
    await sweeping(async () => this.#ports)({} as never, context, () => undefined);
    this.#send();
  }

  async health(): Promise<void> {
    this.#invoked("health");
    const fleet = async () => this.#ports.fleet;
    const metrics = { put: () => undefined };
    await checking(async () => ({ ...this.#ports, fleet, metrics, mostStale: minutes(15) }))({});
  }

  /** As the bus brings a request. */
  async request(type: string, detail: object): Promise<void> {
    this.#invoked("trigger");
    const time = rfc3339(this.#clusters.clock.now());
    const event = { id: "e-1", source: "ci", account, region: "eu-central-1", time, "detail-type": type, detail };
    await triggering(async () => this.#ports)(event as EventBridgeEvent<string, unknown>, context, () => undefined);
    this.#send();
  }

  /** As a message from elsewhere, of an audit log for example. */
  wake(wake: object): void {
    this.#waiting.push({ body: JSON.stringify(wake), at: this.#clusters.clock.now() });
    this.messages += 1;
  }

  /** Lets time pass from message to message until none waits; what comes due at the same time is one batch. */
  async answerAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const at = Math.min(...this.#waiting.map((one) => one.at));
      await this.#clusters.advance(millis(Math.max(0, at - this.#clusters.clock.now())));
      const batch = this.#waiting.filter((one) => one.at === at).slice(0, 10);
      this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
      this.#invoked("reconcile");
      await reconciling(async () => this.#ports)(eventOf(batch), context, () => undefined);
      this.#send();
    }
  }

  #invoked(name: string): void {
    this.invocations.set(name, (this.invocations.get(name) ?? 0) + 1);
  }

  #send(): void {
    const now = this.#clusters.clock.now();
    const sent = this.aws.messages.map(({ body, afterSeconds }) => ({ body, at: later(now, seconds(afterSeconds)) }));
    this.aws.messages = [];
    this.messages += sent.length;
    this.#waiting.push(...sent);
  }
}

function portsOf(
  spokes: readonly Spoke[],
  { clock }: SimulatedClusters,
  aws: AwsInMemory,
  write: (line: string) => void,
) {
  const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "secret" };
  const options = { region: "eu-central-1", credentials, requestHandler: aws };
  const sqs = new SQSClient(options);
  const zones = async () => new Map(spokes.map(({ name, zone }) => [name, zone]));
  const senders = { ci: { source: "ci", account, may: ["redeploy"], selector: { clusters: ["*"] } } };
  return {
    fleet: { spokes: async () => spokes },
    queue: new SqsQueue(sqs, { urls: { default: queueUrl }, zones }),
    deadLetters: new SqsDeadLetters(sqs, queueUrl),
    deliveries: new SqsDeliveries(sqs, [queueUrl]),
    bus: new EventBridgeBus(new EventBridgeClient(options), "bench"),
    looks: new DynamoLooks(new DynamoDBClient(options), "looks"),
    images: { digestOf: () => Promise.reject(new Error("images of the bench have digests")) },
    file: { triggers: triggers.parse({ senders }) },
    clock,
    ids: randomIds,
    defaults: shippedDefaults,
    log: jsonLog(write, clock),
    jitter: seconds(30),
    mostAttempts: 5,
  };
}

function spokesAt(servers: Readonly<Record<string, string>>, { clock }: SimulatedClusters): readonly Spoke[] {
  const artifacts = new SimulatedArtifacts(() => undefined);
  artifacts.put(jarUri, "a jar");
  return Object.entries(servers).map(([name, server]) => {
    const dispatcher = new Agent();
    const prepare = async () => ({ headers: { authorization: `Bearer ${"t".repeat(1400)}` }, dispatcher });
    return reachableSpoke({ name, scope, clock, artifacts }, async () => ({ server, prepare }));
  });
}

const eventOf = (batch: readonly { readonly body: string }[]): SQSEvent => ({
  Records: batch.map(({ body }, index) => ({
    messageId: String(index),
    receiptHandle: String(index),
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "s",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-central-1:${account}:work`,
    awsRegion: "eu-central-1",
  })),
});
