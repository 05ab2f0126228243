import { createHash } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { SqsQueue } from "../../../lib/adapters/sqs/sqsQueue.ts";
import { millis, minutes, seconds } from "../../../lib/core/time.ts";
import type { Due } from "../../../lib/ports/index.ts";
import { awsJson } from "../support/awsJson.ts";
import { faultOf } from "../support/connecting.ts";

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds: number;
}

interface Sent {
  readonly queue: string;
  readonly wake: unknown;
  readonly delay: number;
}

/** A zone whose bodies contain one of these is not taken, as often as it says. */
type Refusals = Readonly<Record<string, number>>;

/** SQS with a queue for each of the zones a and b; it remembers what it took. */
async function sqs(refusals: Refusals = {}) {
  const left = new Map(Object.entries(refusals));
  const taken: Sent[] = [];
  const sizes: number[] = [];
  const refuses = (body: string): boolean => {
    const found = [...left].find(([part, times]) => body.includes(part) && times > 0);
    if (found !== undefined) left.set(found[0], found[1] - 1);
    return found !== undefined;
  };
  const { options } = await awsJson(({ body }) => {
    const { QueueUrl, Entries } = body as { readonly QueueUrl: string; readonly Entries: readonly Entry[] };
    if (QueueUrl.endsWith("/lost")) return { error: "AWS.SimpleQueueService.NonExistentQueue", message: "no queue" };
    sizes.push(Entries.length);
    const refused = new Set(Entries.filter(({ MessageBody }) => refuses(MessageBody)).map(({ Id }) => Id));
    const good = Entries.filter(({ Id }) => !refused.has(Id));
    for (const { MessageBody, DelaySeconds } of good) {
      taken.push({ queue: QueueUrl.replace(/^.*\//u, ""), wake: JSON.parse(MessageBody), delay: DelaySeconds });
    }
    const md5 = (text: string) => createHash("md5").update(text).digest("hex");
    return {
      Successful: good.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
      Failed: [...refused].map((Id) => ({ Id, Code: "InternalError", Message: "try again", SenderFault: false })),
    };
  });
  const urls = { a: "https://sqs.invalid/1/a", b: "https://sqs.invalid/1/b", lost: "https://sqs.invalid/1/lost" };
  const zones = new Map([
    ["east", "a"],
    ["west", "b"],
    ["moon", "c"],
    ["lost", "lost"],
  ]);
  const queue = new SqsQueue(new SQSClient(options), { urls, zones: async () => zones });
  return { queue, taken, sizes };
}

const due = (spoke: string, after = 0): Due => ({ wake: { spoke }, after: millis(after) });
const named = (name: string, after = 0): Due => ({
  wake: { spoke: "east", resource: { kind: "FlinkDeployment", namespace: "n", name } },
  after: millis(after),
});

describe("wakes", () => {
  test("go to the queue of the zone of their spoke", async () => {
    const { queue, taken } = await sqs();
    await queue.send([due("east"), due("west")]);
    expect(taken).toEqual(
      expect.arrayContaining([
        { queue: "a", wake: { spoke: "east" }, delay: 0 },
        { queue: "b", wake: { spoke: "west" }, delay: 0 },
      ]),
    );
  });

  test("go in tens", async () => {
    const { queue, taken, sizes } = await sqs();
    await queue.send(Array.from({ length: 25 }, (_, index) => named(`n${index}`)));
    expect(sizes).toEqual([10, 10, 5]);
    expect(new Set(taken.map(({ wake }) => JSON.stringify(wake))).size).toBe(25);
  });

  test("go in smaller batches where they are large", async () => {
    const { queue, sizes } = await sqs();
    await queue.send([1, 2, 3].map((index) => named(`${index}`.repeat(100_000))));
    expect(sizes).toEqual([2, 1]);
  });

  test.for([
    { after: seconds(5), delay: 5 },
    { after: millis(1), delay: 1 },
    { after: millis(1_001), delay: 2 },
    { after: minutes(15), delay: 900 },
    { after: minutes(60), delay: 900 },
    { after: millis(-1), delay: 0 },
  ])("wait $after ms: $delay s", async ({ after, delay }) => {
    const { queue, taken } = await sqs();
    await queue.send([due("east", after)]);
    expect(taken).toMatchObject([{ delay }]);
  });

  test("that ask for the same are one, at the earliest time", async () => {
    const { queue, taken } = await sqs();
    await queue.send([named("x", 9_000), named("x", 4_000), named("y", 20_000), named("x", 5_000)]);
    expect(taken.map(({ delay }) => delay)).toEqual([20, 4]);
  });

  test("for a spoke that has left the fleet are dropped", async () => {
    const { queue, taken } = await sqs();
    await queue.send([due("gone"), due("east")]);
    expect(taken).toMatchObject([{ wake: { spoke: "east" } }]);
  });

  test("that were not taken are sent once more", async () => {
    const { queue, taken } = await sqs({ '"n1"': 1, '"n3"': 1 });
    await queue.send([named("n1"), named("n2"), named("n3")]);
    expect(taken.length).toBe(3);
  });

  test("that are not taken again are a fault", async () => {
    const { queue, taken } = await sqs({ '"n1"': 2, '"n3"': 1 });
    expect(await faultOf(queue.send([named("n1"), named("n2"), named("n3")]))).toEqual({
      kind: "unavailable",
      what: "queue of the network zone a",
      because: "1 of 3 were not taken: InternalError: try again",
    });
    expect(taken.length).toBe(2);
  });

  test("for a zone without a queue are a fault that names the zones, and the others are sent", async () => {
    const { queue, taken } = await sqs();
    expect(await faultOf(queue.send([due("moon"), due("east")]))).toEqual({
      kind: "rejected",
      what: "queue of the network zone c",
      because: "there is none: the zones with a queue are a, b, lost",
    });
    expect(taken).toMatchObject([{ wake: { spoke: "east" } }]);
  });

  test("for a zone whose queue cannot be had are a fault, and the others are sent", async () => {
    const { queue, taken } = await sqs();
    expect(await faultOf(queue.send([due("lost"), due("west")]))).toMatchObject({
      what: "queue of the network zone lost",
    });
    expect(taken).toMatchObject([{ wake: { spoke: "west" } }]);
  });
});
