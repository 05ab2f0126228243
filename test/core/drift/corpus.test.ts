import { describe, expect, test } from "vitest";
import { classOf } from "../../../lib/core/drift/classOf.ts";
import { differences } from "../../../lib/core/drift/differences.ts";
import { instant } from "../../../lib/core/time.ts";
import { corpus } from "./corpus.ts";
import { type HandEdit, toldBy } from "./corpus/handEdit.ts";
import { afterEdit } from "./support/afterEdit.ts";
import { driftingCluster, started, wantedOf } from "./support/clusters.ts";
import { edited } from "./support/live.ts";

function wantedBefore({ cluster, object }: HandEdit) {
  const found = wantedOf(cluster).find(({ kind, metadata }) => kind === object.kind && metadata.name === object.name);
  if (found === undefined) throw new Error(`${cluster} has no ${object.kind} ${object.name}`);
  return found;
}

function drift(one: HandEdit) {
  const wanted = wantedBefore(one);
  const lastStart = one.lastStart && { before: started, after: instant(edited + 60_000) }[one.lastStart];
  const cluster = { ...driftingCluster(one.cluster), lastStart };
  const found = differences(wanted, afterEdit(wanted, one));
  return found.map((difference) => ({ ...difference, ...classOf(difference, cluster) }));
}

const drifts = new Map(corpus.map((one) => [one, drift(one)]));
const driftOf = (one: HandEdit) => drifts.get(one) ?? [];

describe("hand edits", () => {
  test.for(corpus.map((one) => ({ of: `${one.object.kind} ${one.object.name} of ${one.cluster}`, ...one })))(
    "$of: $name",
    (one) => {
      const made = drift(one).filter(({ asMade }) => !asMade);
      expect(made.map(({ path, class: as }) => [path, as])).toStrictEqual(one.expected);
    },
  );

  test("who did it, and when, is known of all that is there", () => {
    const told = corpus
      .filter(({ edit }) => edit.verb !== "admit")
      .flatMap((one) => driftOf(one).map(({ path, found, by }) => ({ of: toldBy(one), path, found, by })))
      .filter(({ found }) => found !== undefined);
    expect(told.length).toBeGreaterThan(80);
    expect(told.filter(({ of, by }) => by?.manager !== of || by?.at !== (of && edited))).toStrictEqual([]);
  });

  test("what a webhook has made is known to be as it was made", () => {
    const admitted = corpus.filter(({ edit }) => edit.verb === "admit").flatMap(driftOf);
    expect(admitted.map(({ path, asMade }) => [path, asMade])).toStrictEqual([["/spec/template/spec/dnsPolicy", true]]);
  });

  test("nothing that was planted is told", () => {
    const told = JSON.stringify([...drifts.values()]);
    expect(told).toContain("******");
    expect(told).not.toContain("planted");
  });

  test("at least eighty, each with a name of its own", () => {
    const names = corpus.map(({ name, cluster, object }) => `${object.kind}/${object.name} ${cluster} ${name}`);
    expect(new Set(names).size).toBe(corpus.length);
    expect(corpus.length).toBeGreaterThanOrEqual(80);
  });
});
