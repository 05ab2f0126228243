import { describe, expect, test } from "vitest";
import { classOf } from "../../../lib/core/drift/classOf.ts";
import type { Difference } from "../../../lib/core/drift/difference.ts";
import { differences, refOf } from "../../../lib/core/drift/differences.ts";
import type { DriftClass } from "../../../lib/core/drift/driftClass.ts";
import { repairOf } from "../../../lib/core/drift/repairOf.ts";
import type { RepairRequest } from "../../../lib/core/drift/repairRequest.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { part } from "../../../lib/core/objects/json.ts";
import { instant } from "../../../lib/core/time.ts";
import { corpus } from "./corpus.ts";
import { type Edit, gone, type HandEdit, json, merge, text } from "./corpus/handEdit.ts";
import { configuration, mixedEdits, rest, restPort } from "./corpus/mixedEdits.ts";
import { liveAfter } from "./support/afterEdit.ts";
import { type ClusterName, driftingCluster, started, wantedOf } from "./support/clusters.ts";
import { born, edited, type Live, read } from "./support/live.ts";
import { repaired } from "./support/repaired.ts";

const inPlace = corpus.filter(
  ({ edit, expected }) => edit.verb !== "admit" && expected.some(([, as]) => as === "inPlace"),
);

function wantedBefore({ cluster, object }: HandEdit): KubernetesObject {
  const found = wantedOf(cluster).find(({ kind, metadata }) => kind === object.kind && metadata.name === object.name);
  if (found === undefined) throw new Error(`${cluster} has no ${object.kind} ${object.name}`);
  return found;
}

function lookOf(one: HandEdit) {
  const lastStart = one.lastStart && { before: started, after: instant(edited + 60_000) }[one.lastStart];
  const cluster = { ...driftingCluster(one.cluster), lastStart };
  return (live: Live | undefined) =>
    differences(wantedBefore(one), live && read(live)).map((each) => ({ ...each, as: classOf(each, cluster).class }));
}

describe("after the repair of a hand edit", () => {
  test.for(inPlace.map((one) => ({ of: `${one.object.kind} ${one.object.name} of ${one.cluster}`, ...one })))(
    "$of: $name",
    (one) => {
      const [wanted, look] = [wantedBefore(one), lookOf(one)];
      const live = liveAfter(born(wanted), one);
      const found = look(live);
      const after = repaired(live, requestsFor(wanted, live, found));
      expect(look(after)).toStrictEqual(found.filter(({ as }) => as !== "inPlace"));
      if (live === undefined || after === undefined) return;
      expect(templateOf(after)).toStrictEqual(templateOf(live));
      // Whoever does it again is seen again.
      expect(look(liveAfter(after, one))).toStrictEqual(found);
    },
  );
});

describe("what else differs is left alone when there is to be put right", () => {
  test.for(mixedEdits)("$name", ({ cluster, object, edits, sends, leaves }) => {
    const one = { ...corpus[0], cluster, object } as HandEdit;
    const [wanted, look] = [wantedBefore(one), lookOf(one)];
    const live = edits.reduce((before, [by, edit]) => mustBe(liveAfter(before, { by, edit })), born(wanted));
    const requests = requestsFor(wanted, live, look(live));
    expect(requests).toStrictEqual(sends === "anew" ? anew(wanted) : [patchOf(wanted, sends)]);
    const left = look(repaired(live, requests)).map(({ path }) => path);
    expect(left.toSorted()).toStrictEqual(leaves.toSorted());
  });
});

/** Lists go as a whole: such a patch holds only for what was seen. */
function patchOf(wanted: KubernetesObject, sends: object): RepairRequest {
  const hasList = /"(ports|ownerReferences)"/u.test(JSON.stringify(sends));
  const seen = { uid: `uid-of-${wanted.metadata.name}`, ...(hasList && { resourceVersion: "1" }) };
  const patch = { ...sends, metadata: { ...part({ ...sends }, "metadata"), ...seen } };
  return { verb: "patch", ref: refOf(wanted), patch };
}

const anew = (wanted: KubernetesObject): readonly RepairRequest[] => [
  { verb: "remove", ref: refOf(wanted), uid: `uid-of-${wanted.metadata.name}` },
  { verb: "apply", object: wanted },
];

describe("put right by", () => {
  const seen = (name: string) => ({ uid: `uid-of-${name}`, resourceVersion: "1" });
  const sentFor = (one: HandEdit, ...edits: readonly Edit[]) => {
    const live = edits.reduce<Live | undefined>(
      (at, edit) => at && liveAfter(at, { edit, by: "kubectl-edit" }),
      born(wantedBefore(one)),
    );
    return requestsFor(wantedBefore(one), live, lookOf(one)(live));
  };
  const of = (cluster: ClusterName, object: HandEdit["object"]) => ({ ...corpus[0], cluster, object }) as HandEdit;

  test("nothing, where nothing is to be put right", () => {
    const one = of("nativeHa", rest);
    expect(sentFor(one)).toStrictEqual([]);
    expect(repairOf(wantedBefore(one), undefined, [])).toStrictEqual([]);
  });

  test("nothing, where a file of an immutable configuration can only be put right together with options", () => {
    const [one, options] = [
      of("nativeHa", configuration),
      ["parallelism.default: 4", "parallelism.default: 8"] as const,
    ];
    const edit = [text("log4j-console.properties", "", "x"), text("flink-conf.yaml", ...options)];
    expect(sentFor(one, ...edit, merge({ immutable: true }))).toStrictEqual([]);
  });

  test("an apply over what was seen, where nothing else differs", () => {
    const one = of("nativeHa", rest);
    const wanted = wantedBefore(one);
    const object = { ...wanted, metadata: { ...wanted.metadata, ...seen("clicks-rest") } };
    expect(sentFor(one, merge({ metadata: { labels: { type: null } }, spec: { selector: null } }))).toStrictEqual([
      { verb: "apply", object },
    ]);
  });

  test("a create of TaskManagers, an apply of what else is gone", () => {
    const [taskManager, service] = [
      of("standalone", { kind: "Deployment", name: "clicks-taskmanager" }),
      of("standalone", rest),
    ];
    expect(sentFor(taskManager, gone)).toStrictEqual([{ verb: "create", object: wantedBefore(taskManager) }]);
    expect(sentFor(service, gone)).toStrictEqual([{ verb: "apply", object: wantedBefore(service) }]);
  });

  test("another Service in place of one with an address, with the target that Flink has chosen", () => {
    const one = of("hostNetwork", rest);
    const wanted = wantedBefore(one);
    const headless = { ...wanted, spec: { ...part(wanted, "spec"), clusterIP: "None" } };
    const live = mustBe(
      liveAfter(born(wanted), {
        by: "x",
        edit: json(
          { op: "replace", path: "/spec/ports/0/targetPort", value: 41233 },
          { op: "remove", path: "/metadata/labels/type" },
        ),
      }),
    );
    const requests = requestsFor(
      headless,
      live,
      differences(headless, read(live))
        .filter(({ path }) => !path.endsWith("targetPort"))
        .map((each) => ({ ...each, as: "inPlace" as const })),
    );
    expect(requests.map(({ verb }) => verb)).toStrictEqual(["remove", "apply"]);
    const [removal, making] = requests;
    expect(removal?.verb === "remove" && removal.uid).toBe("uid-of-clicks-rest");
    expect(making?.verb === "apply" && making.object).toStrictEqual({
      ...headless,
      spec: { ...headless.spec, ports: [{ ...restPort, targetPort: 41233 }] },
    });
  });
});

function requestsFor(
  wanted: KubernetesObject,
  live: Live | undefined,
  found: readonly (Difference & { readonly as: DriftClass })[],
) {
  return repairOf(
    wanted,
    live && read(live),
    found.filter(({ as }) => as === "inPlace"),
  );
}

const templateOf = ({ object }: Live): unknown => part(object, "spec")["template"];

function mustBe<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it was deleted");
  return value;
}
