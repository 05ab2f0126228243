import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createLooksTable } from "./looksTable.ts";
import { EventSource } from "./lambda/eventSource.ts";
import { LambdaFunction } from "./lambda/lambdaFunction.ts";
import type { Invocation } from "./lambda/runtimeApi.ts";
import { createQueue } from "./queues.ts";
import { type Order, waiting } from "./waiting.ts";

export interface Told {
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const bundles = fileURLToPath(new URL("../../../dist", import.meta.url));
const names = ["sweep", "reconcile", "trigger", "health"] as const;
type Name = (typeof names)[number];
interface HubOptions {
  /** Batches of the work queue that are answered at the same time. */
  readonly concurrency?: number;
  /** Of all functions, over what is usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of messages of the work queue and of events on the bus; as they come when left out. */
  readonly order?: Order;
}
type Urls = Readonly<Record<"work" | "requests" | "told" | "dead", string>>;
/** Seconds; short, so that what was lost with its function comes back while a test waits for it. */
const visibility = 6;

/** All of the hub on emulated AWS: its bundles under Lambda's runtime client, wired as the stack wires them. */
export class Hub {
  readonly functions: Readonly<Record<Name, LambdaFunction>>;
  readonly #folder: string;
  readonly #bus: string;
  readonly #urls: Urls;
  readonly #sqs = new SQSClient();
  readonly #events = new EventBridgeClient();
  readonly #order: Order | undefined;
  readonly #told: Told[] = [];
  readonly #loops: Promise<void>[] = [];
  #stopped = false;

  private constructor(name: string, folder: string, urls: Urls, options: HubOptions) {
    this.#folder = folder;
    this.#bus = name;
    this.#urls = urls;
    const { concurrency = 2, environment: more = {}, order } = options;
    this.#order = order;
    const { AWS_ENDPOINT_URL = "", AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = process.env;
    const environment = {
      FLEET_FILE: join(folder, "fleet.yaml"),
      QUEUES: JSON.stringify({ default: urls.work }),
      DEAD_LETTERS: urls.dead,
      BUS: name,
      LOOKS_TABLE: name,
      STAGE: "test",
      JITTER: "0",
      STALE_AFTER: "60",
      AWS_ENDPOINT_URL,
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY,
      ...more,
    };
    const made = names.map((one) => {
      const folderOf = join(bundles, one);
      return [one, new LambdaFunction({ name: one, folder: folderOf, timeoutMs: 120_000, environment })] as const;
    });
    this.functions = Object.fromEntries(made) as Readonly<Record<Name, LambdaFunction>>;
    const work = new EventSource(this.#sqs, urls.work, this.functions.reconcile, order);
    for (let worker = 0; worker < concurrency; worker += 1) this.#loops.push(this.#forever(() => work.poll()));
    this.#loops.push(this.#forever(() => this.#deliverRequest()));
  }

  /** In the account that `useAccount` has chosen. `fleet`: the text of the fleet file. */
  static async start(name: string, fleet: string, options: HubOptions = {}): Promise<Hub> {
    if (!existsSync(join(bundles, "reconcile/index.mjs"))) throw new Error("there are no bundles: npm run build first");
    const folder = await mkdtemp(join(tmpdir(), "hub-"));
    await writeFile(join(folder, "fleet.yaml"), fleet);
    const queue = (of: string): Promise<string> => createQueue(`${name}-${of}`, visibility);
    const urls = {
      work: await queue("work"),
      requests: await queue("requests"),
      told: await queue("told"),
      dead: await queue("dead"),
    };
    await createLooksTable(name);
    const events = new EventBridgeClient();
    await events.send(new CreateEventBusCommand({ Name: name }));
    await rule(events, name, "requests", { "detail-type": [{ suffix: ".requested" }] });
    await rule(events, name, "told", { source: ["flink-fleet"] });
    return new Hub(name, folder, urls, options);
  }

  /** As the schedule does. */
  async sweep(): Promise<Invocation> {
    return this.functions.sweep.invoke({});
  }

  /** As a sender does, with its credentials of AWS. */
  async request(type: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    const entry = { EventBusName: this.#bus, Source: "ci", DetailType: type, Detail: JSON.stringify(detail) };
    await this.#events.send(new PutEventsCommand({ Entries: [entry] }));
  }

  /** All that has come over the bus until now. */
  async told(): Promise<readonly Told[]> {
    for (let more = 1; more > 0;) {
      const { Messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#urls.told, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "", ReceiptHandle } of Messages) {
        this.#told.push(JSON.parse(Body) as Told);
        await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: this.#urls.told, ReceiptHandle }));
      }
      more = Messages.length;
    }
    return this.#told;
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
    await Promise.all(Object.values(this.functions).map((one) => one.close()));
    await rm(this.#folder, { recursive: true });
  }

  async #forever(poll: () => Promise<number>): Promise<void> {
    while (!this.#stopped) {
      if ((await poll()) === 0) await sleep(200);
    }
  }

  /** The bus invokes a function without waiting for it, and again when it throws: that is what a message not deleted does here. */
  async #deliverRequest(): Promise<number> {
    const requests = await waiting(this.#sqs, this.#urls.requests, this.#order);
    for (const { Body = "", ReceiptHandle } of requests) {
      // The one field of an event that moto leaves out.
      const event = { account: "123456789012", ...(JSON.parse(Body) as object) };
      const { kind } = await this.functions.trigger.invoke(event);
      if (kind !== "answered") continue;
      await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: this.#urls.requests, ReceiptHandle }));
    }
    return requests.length;
  }
}

async function rule(client: EventBridgeClient, bus: string, name: string, pattern: object): Promise<void> {
  const of = { Name: name, EventBusName: bus };
  await client.send(new PutRuleCommand({ ...of, EventPattern: JSON.stringify(pattern) }));
  const Arn = `arn:aws:sqs:eu-west-1:123456789012:${bus}-${name}`;
  await client.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: "1", Arn }] }));
}
