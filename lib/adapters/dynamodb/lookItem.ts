import * as z from "zod";
import { checked, sentence } from "../../api/problem.ts";
import { Faulted } from "../../core/fault.ts";
import { later, minutes, parsedInstant, rfc3339, seconds } from "../../core/time.ts";
import type { LookNote } from "../../ports/index.ts";

const time = z.iso.datetime({ error: "must be a time such as 2026-11-21T12:00:00Z" });
const count = z.int().min(0);

const lookItem = z.strictObject({
  spoke: z.string(),
  /** `index/of` */
  shard: z.string().regex(/^[1-9]\d*\/[1-9]\d*$/, { error: "must be index/of, for example 1/3" }),
  at: time,
  lastGood: time.optional(),
  failures: count,
  fault: z
    .strictObject({
      kind: z.enum(["conflict", "missing", "unavailable", "denied", "rejected"]),
      because: z.string(),
    })
    .optional(),
  notBefore: time.optional(),
  resources: count,
  inMotion: count,
  stuck: count,
  /** Notes of before do not have it. */
  drifted: count.default(0),
  canary: time.optional(),
  /** Epoch seconds, for DynamoDB's time to live. */
  expires: count,
});
export type LookItem = z.output<typeof lookItem>;

/** Shards come and go, and so do spokes: what was not looked at for a week is forgotten. */
const kept = minutes(7 * 24 * 60);

export function itemOf({ shard, at, lastGood, notBefore, fault, canary, ...rest }: LookNote): LookItem {
  return {
    ...rest,
    shard: `${shard.index}/${shard.of}`,
    at: rfc3339(at),
    ...(lastGood === undefined ? {} : { lastGood: rfc3339(lastGood) }),
    ...(fault === undefined ? {} : { fault }),
    ...(notBefore === undefined ? {} : { notBefore: rfc3339(notBefore) }),
    ...(canary === undefined ? {} : { canary: rfc3339(canary) }),
    expires: Math.ceil(later(at, kept) / seconds(1)),
  };
}

/** Throws `Faulted`: `rejected` for what we cannot have written. */
export function noteOf(item: Readonly<Record<string, unknown>>, table: string): LookNote {
  const read = checked(lookItem, item);
  if (read.kind === "invalid") {
    const what = `item ${String(item["spoke"])} ${String(item["shard"])} of the table ${table}`;
    throw new Faulted({ kind: "rejected", what, because: read.problems.map(sentence).join("; ") });
  }
  const { shard, at, lastGood, notBefore, fault, canary, expires: _for, ...rest } = read.value;
  const [index = 1, of = 1] = shard.split("/").map(Number);
  const instantOf = (text: string | undefined) => (text === undefined ? undefined : parsedInstant(text));
  return {
    ...rest,
    shard: { index, of },
    at: parsedInstant(at),
    lastGood: instantOf(lastGood),
    notBefore: instantOf(notBefore),
    canary: instantOf(canary),
    fault,
  };
}
