import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { EventBridgeBus } from "../../../lib/adapters/eventbridge/eventBridgeBus.ts";
import { instant } from "../../../lib/core/time.ts";
import type { BusEvent } from "../../../lib/ports/index.ts";
import { awsJson } from "../support/awsJson.ts";
import { faultOf } from "../support/connecting.ts";

interface Entry {
  readonly Detail: string;
}

/** A bus that remembers what it took; events whose detail contains one of these are refused, as often as it says. */
async function bus(refusals: Readonly<Record<string, number>> = {}) {
  const left = new Map(Object.entries(refusals));
  const taken: unknown[] = [];
  const sizes: number[] = [];
  const { options } = await awsJson(({ body }) => {
    const { Entries } = body as { readonly Entries: readonly Entry[] };
    sizes.push(Entries.length);
    const answers = Entries.map((entry) => {
      const [part, times = 0] = [...left].find(([each]) => entry.Detail.includes(each)) ?? [];
      if (part !== undefined && times > 0) {
        left.set(part, times - 1);
        return { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };
      }
      taken.push(entry);
      return { EventId: "1" };
    });
    return { FailedEntryCount: answers.filter((each) => "ErrorCode" in each).length, Entries: answers };
  });
  return { bus: new EventBridgeBus(new EventBridgeClient(options), "fleet"), taken, sizes };
}

const event = (detail: Readonly<Record<string, unknown>>): BusEvent => ({
  type: "lifecycle.changed",
  at: instant(Date.parse("2026-11-21T12:00:00Z")),
  resources: ["east/n/FlinkDeployment/x"],
  detail,
});
const many = (count: number, text = "") =>
  Array.from({ length: count }, (_, index) => event({ id: `i${index}`, text }));

test("an event is put with its type, time, resources and detail", async () => {
  const { bus: fleet, taken } = await bus();
  await fleet.put([event({ version: 1, text: "grüße" })]);
  expect(taken).toEqual([
    {
      EventBusName: "fleet",
      Source: "flink-fleet",
      DetailType: "lifecycle.changed",
      Time: expect.anything(),
      Resources: ["east/n/FlinkDeployment/x"],
      Detail: '{"version":1,"text":"grüße"}',
    },
  ]);
});

test("events are put in tens, and in smaller batches where they are large", async () => {
  const few = await bus();
  await few.bus.put(many(21));
  expect(few.sizes).toEqual([10, 10, 1]);
  const large = await bus();
  await large.bus.put(many(5, "ü".repeat(50_000)));
  expect(large.sizes).toEqual([2, 2, 1]);
});

test("no event is no call", async () => {
  const { bus: fleet, sizes } = await bus();
  await fleet.put([]);
  expect(sizes).toEqual([]);
});

test("an event that was not taken is put once more", async () => {
  const { bus: fleet, taken } = await bus({ i1: 1 });
  await fleet.put(many(3));
  expect(taken.length).toBe(3);
});

test("an event that is not taken again is a fault", async () => {
  const { bus: fleet, taken } = await bus({ i1: 2 });
  expect(await faultOf(fleet.put(many(3)))).toEqual({
    kind: "unavailable",
    what: "event bus fleet",
    because: "1 of 3 were not taken: ThrottlingException: slow down",
  });
  expect(taken.length).toBe(2);
});

test("an event that is too large is a fault, and the others are put", async () => {
  const { bus: fleet, taken } = await bus();
  const fault = await faultOf(fleet.put([event({ text: "x".repeat(263_000) }), event({})]));
  expect(fault).toEqual({
    kind: "rejected",
    what: "event bus fleet",
    because: "lifecycle.changed of east/n/FlinkDeployment/x has 263077 bytes, at most 262144 are taken",
  });
  expect(taken.length).toBe(1);
});

test("a call that is refused is a fault", async () => {
  const { options } = await awsJson(() => ({ error: "AccessDeniedException", message: "not authorized: PutEvents" }));
  const fleet = new EventBridgeBus(new EventBridgeClient(options), "fleet");
  expect(await faultOf(fleet.put([event({})]))).toMatchObject({
    kind: "denied",
    because: expect.stringContaining("PutEvents"),
  });
});
