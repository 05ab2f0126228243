import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { clientOptions } from "../../lib/adapters/aws/clientOptions.ts";
import { DynamoLooks } from "../../lib/adapters/dynamodb/dynamoLooks.ts";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { instant } from "../../lib/core/time.ts";
import type { LookNote } from "../../lib/ports/index.ts";
import { faultOf } from "../adapters/support/connecting.ts";
import { useAccount } from "./support/account.ts";
import { createLooksTable } from "./support/looksTable.ts";

let client: DynamoDBClient;

beforeAll(() => {
  useAccount("eu-north-1");
  client = new DynamoDBClient(clientOptions(ambientCredentials()));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const at = instant(Date.parse("2026-11-21T12:00:00Z"));
const note = (spoke: string, index: number, of: number, failures = 0): LookNote => ({
  spoke,
  shard: { index, of },
  at,
  lastGood: failures === 0 ? at : undefined,
  failures,
  fault: failures === 0 ? undefined : { kind: "unavailable", because: `${"timed out ".repeat(3000)}.` },
  notBefore: failures === 0 ? undefined : instant(at + 60_000),
  resources: 12,
  inMotion: 1,
  stuck: 0,
  drifted: 2,
  canary: undefined,
});

test("the last note of each shard is kept, for one spoke and for all", async () => {
  await createLooksTable("looks");
  const looks = new DynamoLooks(client, "looks");
  await looks.note(note("east", 1, 2, 3));
  await looks.note(note("east", 2, 2));
  await looks.note(note("west", 1, 1));
  await looks.note(note("east", 1, 2));
  const east = [note("east", 1, 2), note("east", 2, 2)];
  expect(await looks.of("east")).toEqual(east);
  expect(await looks.of("south")).toEqual([]);
  expect((await looks.all()).toSorted((a, b) => (a.spoke < b.spoke ? -1 : 1))).toEqual([...east, note("west", 1, 1)]);
});

test("more of them than a page has are all read", async () => {
  await createLooksTable("many");
  const looks = new DynamoLooks(client, "many");
  const notes = Array.from({ length: 40 }, (_, index) => note("east", index + 1, 40, 1));
  for (const each of notes) await looks.note(each);
  expect(await looks.all()).toHaveLength(40);
  expect(await looks.of("east")).toHaveLength(40);
});

test("a table that is not there is a fault", async () => {
  expect(await faultOf(new DynamoLooks(client, "none").all())).toEqual({ kind: "missing", what: "table none" });
});
