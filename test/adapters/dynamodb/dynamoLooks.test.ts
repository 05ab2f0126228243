import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { DynamoLooks } from "../../../lib/adapters/dynamodb/dynamoLooks.ts";
import { itemOf, noteOf } from "../../../lib/adapters/dynamodb/lookItem.ts";
import { instant } from "../../../lib/core/time.ts";
import type { LookNote } from "../../../lib/ports/index.ts";
import { awsJson } from "../support/awsJson.ts";
import { faultOf } from "../support/connecting.ts";

const at = instant(Date.parse("2026-11-21T12:00:00.250Z"));
const good: LookNote = {
  spoke: "east",
  shard: { index: 2, of: 3 },
  at,
  lastGood: at,
  failures: 0,
  fault: undefined,
  notBefore: undefined,
  resources: 480,
  inMotion: 3,
  stuck: 1,
  drifted: 4,
  canary: instant(at - 90_000),
};
const failed: LookNote = {
  ...good,
  canary: undefined,
  lastGood: undefined,
  failures: 4,
  fault: { kind: "denied", because: "403" },
  notBefore: instant(at + 60_000),
};

test("a note is an item that can be read by people, and is forgotten after a week", () => {
  expect(itemOf(failed)).toEqual({
    spoke: "east",
    shard: "2/3",
    at: "2026-11-21T12:00:00.250Z",
    failures: 4,
    fault: { kind: "denied", because: "403" },
    notBefore: "2026-11-21T12:01:00.250Z",
    resources: 480,
    inMotion: 3,
    stuck: 1,
    drifted: 4,
    expires: Date.parse("2026-11-28T12:00:01Z") / 1000,
  });
});

test.for([good, failed])("what is noted is read as it was", (note) => {
  expect(noteOf(itemOf(note), "looks")).toEqual(note);
});

describe("an item that we cannot have written is a fault", () => {
  const { failures: _of, ...without } = itemOf(good);
  test.for([
    { item: { ...itemOf(good), shard: "2" }, because: 'shard is "2", must be index/of, for example 1/3' },
    { item: { ...itemOf(good), shard: "0/1" }, because: 'shard is "0/1", must be index/of' },
    { item: { ...itemOf(good), at: "yesterday" }, because: 'at is "yesterday", must be' },
    { item: { ...itemOf(good), more: 1 }, because: "more is not a field" },
    { item: without, because: "failures is missing" },
    { item: { ...itemOf(good), stuck: -1 }, because: "stuck is -1" },
    { item: { ...itemOf(good), fault: { kind: "odd", because: "" } }, because: "fault.kind" },
  ])("$because", async ({ item, because }) => {
    const { options } = await awsJson(() => ({ Items: [marshall(item)] }));
    expect(await faultOf(new DynamoLooks(new DynamoDBClient(options), "looks").all())).toMatchObject({
      kind: "rejected",
      what: expect.stringContaining("of the table looks"),
      because: expect.stringContaining(because),
    });
  });
});

test("all pages are read", async () => {
  const { options } = await awsJson(({ body }) => {
    const from = body["ExclusiveStartKey"] as { readonly shard: { readonly S: string } } | undefined;
    const index = Number(from?.shard.S.split("/")[0] ?? 0) + 1;
    const item = marshall(itemOf({ ...good, shard: { index, of: 3 } }));
    const { spoke, shard } = item;
    return { Items: [item], ...(index < 3 ? { LastEvaluatedKey: { spoke, shard } } : {}) };
  });
  const looks = new DynamoLooks(new DynamoDBClient(options), "looks");
  expect((await looks.all()).map(({ shard }) => shard.index)).toEqual([1, 2, 3]);
  expect((await looks.of("east")).map(({ shard }) => shard.index)).toEqual([1, 2, 3]);
});

test("a call that is refused is a fault", async () => {
  const { options } = await awsJson(() => ({ error: "ResourceNotFoundException", message: "no table" }));
  const looks = new DynamoLooks(new DynamoDBClient(options), "looks");
  const missing = { kind: "missing", what: "table looks" };
  expect(await faultOf(looks.all())).toEqual(missing);
  expect(await faultOf(looks.of("east"))).toEqual(missing);
  expect(await faultOf(looks.note(good))).toEqual(missing);
});
