import { afterAll, beforeAll, describe, test } from "vitest";
import type { Difference } from "../../lib/core/drift/difference.ts";
import { differences, refOf } from "../../lib/core/drift/differences.ts";
import { jamsApply } from "../../lib/core/drift/jamsApply.ts";
import { corpus } from "../core/drift/corpus.ts";
import { toldBy } from "../core/drift/corpus/handEdit.ts";
import { mixedEdits } from "../core/drift/corpus/mixedEdits.ts";
import { type ClusterName, wantedClusters } from "../core/drift/support/clusters.ts";
import { edited, templateOf } from "./support/drift/edited.ts";
import { kubectlEdits } from "./support/drift/kubectlEdits.ts";
import { madeCluster } from "./support/drift/madeCluster.ts";
import { driftPlane, type Plane } from "./support/drift/plane.ts";
import { touched } from "./support/drift/touched.ts";

let plane: Plane;
beforeAll(async () => {
  plane = await driftPlane();
});
afterAll(() => plane?.stop());

const sorts = Object.keys(wantedClusters) as readonly ClusterName[];
const told = (found: readonly Difference[]) =>
  found.map(({ path, wanted, found: value, by }) => [path, wanted, value, by?.manager]);

describe.concurrent("as they were made, objects are as they are wanted", () => {
  test.for(sorts)("%s", async (name, { expect }) => {
    const { wanted } = await madeCluster(plane, { name });
    const look = () => Promise.all(wanted.map(async (one) => differences(one, await plane.cluster.read(refOf(one)))));
    expect((await look()).flat()).toStrictEqual([]);
    for (const one of wanted) await plane.cluster.apply(one);
    expect((await look()).flat()).toStrictEqual([]);
  });
});

describe.concurrent("hand edits", () => {
  test.for(corpus.map((one) => ({ of: `${one.object.kind} ${one.object.name} of ${one.cluster}`, ...one })))(
    "$of: $name",
    async (one, { expect }) => {
      const { live, found, ...object } = await edited(plane, { ...one, edits: [[one.by, one.edit]] });
      const made = found.filter(({ asMade }) => !asMade);
      expect(made.map((each) => [object.shown(each.path), object.classed(each)])).toStrictEqual(one.expected);
      if (one.edit.verb === "admit") return;
      const managers = found.filter((each) => each.found !== undefined).map(({ by }) => by?.manager);
      expect(managers).toStrictEqual(managers.map(() => toldBy(one)));
      if (!found.some((each) => object.classed(each) === "inPlace")) return;

      if (found.some(jamsApply)) await expect(plane.cluster.apply(object.wanted)).rejects.toThrow(/Duplicate value/u);
      await object.repair();
      const left = found.filter((each) => object.classed(each) !== "inPlace");
      expect(told(await object.look())).toStrictEqual(told(left));
      if (live === undefined || one.edit.verb === "replace") return;
      const after = await object.read();
      expect(templateOf(after)).toStrictEqual(templateOf(live));
      expect(touched(live, after, found)).toStrictEqual([]);
      // Whoever does it again is seen again.
      await object.again();
      expect(told(await object.look())).toStrictEqual(told(found));
    },
  );
});

describe.concurrent("what is not to be put right is left alone when something else is:", () => {
  test.for(mixedEdits)("$name", async ({ leaves, sends, ...one }, { expect }) => {
    const { live, found, ...object } = await edited(plane, { ...one });
    await object.repair();
    const after = await object.read();
    expect((await object.look()).map(({ path }) => path).toSorted()).toStrictEqual(leaves.toSorted());
    expect(templateOf(after)).toStrictEqual(templateOf(live));
    if (sends === "anew") return;
    const repaired = found.filter((each) => object.classed(each) === "inPlace");
    expect(live && touched(live, after, repaired)).toStrictEqual([]);
  });
});

describe.concurrent("kubectl itself", () => {
  test.for(kubectlEdits)("$name", async ({ run, expected }, { expect }) => {
    const { namespace, wanted } = await madeCluster(plane, { name: "standaloneHa" });
    await run({ ...plane, namespace });
    const found = (
      await Promise.all(wanted.map(async (one) => differences(one, await plane.cluster.read(refOf(one)))))
    ).flat();
    const seen = found.map(({ object, path, by }) => `${object.kind} ${object.name} ${path} by ${by?.manager ?? "?"}`);
    expect(seen).toStrictEqual(expected);
  });
});
