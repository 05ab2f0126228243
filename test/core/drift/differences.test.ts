import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flinkDeploymentSpec } from "../../../lib/api/resources/flinkDeployment.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { differences, missing } from "../../../lib/core/drift/differences.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { deepFreeze } from "../../../lib/world/simulation/json.ts";
import { made } from "../objects/parts.ts";
import { type ClusterName, wantedClusters, wantedOf } from "./support/clusters.ts";
import { applied, born, edited, type Live, read, updated } from "./support/live.ts";

const clusters = Object.keys(wantedClusters) as readonly ClusterName[];
const all = clusters.flatMap((cluster) => wantedOf(cluster).map((wanted) => ({ cluster, wanted })));
const kindOf = (kind: string, cluster: ClusterName = "nativeHa"): KubernetesObject => {
  const found = wantedOf(cluster).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`${cluster} has no ${kind}`);
  return found;
};
const paths = (wanted: KubernetesObject, live: KubernetesObject | undefined): readonly string[] =>
  differences(wanted, live).map(({ path }) => path);

describe("what the API server makes of an object", () => {
  test.for(all)("is no difference: $wanted.kind $wanted.metadata.name of $cluster", ({ wanted }) => {
    expect(differences(deepFreeze(wanted), deepFreeze(read(born(wanted))))).toStrictEqual([]);
  });

  test("nor is another order of lists whose items have keys", () => {
    const shuffled = fc
      .constantFrom(...all)
      .chain(({ wanted }) => fc.tuple(fc.constant(wanted), fc.infiniteStream(fc.nat({ max: 1000 }))));
    fc.assert(
      fc.property(shuffled, ([wanted, order]) => {
        const live = reordered(read(born(wanted)), order);
        expect(differences(wanted, live)).toStrictEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

const keyed = new Set(["containers", "env", "volumes", "volumeMounts", "ports", "initContainers", "ownerReferences"]);

function reordered<T>(value: T, order: Iterator<number>, field = ""): T {
  if (Array.isArray(value)) {
    const items = value.map((one: unknown) => reordered(one, order));
    const placed = items.map((one) => ({ one, at: order.next().value as number })).toSorted((a, b) => a.at - b.at);
    return (keyed.has(field) ? placed.map(({ one }) => one) : items) as T;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, inner]) => [name, reordered(inner, order, name)])) as T;
}

describe("objects of a real API server", () => {
  const folder = new URL("../objects/apache/", import.meta.url);
  const files = readdirSync(folder).toSorted();
  /** Lists in a file are compared as they are written. Else: where ours are other than the Apache operator's (see apache.test.ts); nothing else may be told. */
  const known =
    /^\/metadata\/(annotations\/flink-fleet~1deployment$|ownerReferences\/)|terminationMessagePolicy$|automountServiceAccountToken$|job-id$|storage-path$|program-args$|pipeline\.jars$|pod-template-file\.|^\/data\/taskmanager-pod-template\.yaml$/;

  test.for(files)("%s", (file) => {
    const { input, objects } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Recorded;
    const spec = flinkDeploymentSpec.parse(input.spec);
    const { jobManager, taskManager, owned, ingress } = made({
      resource: { ...input.metadata, uid: "<uid>", generation: 1 },
      spec,
      defaults: shippedDefaults,
      jobId: spec.job === undefined ? undefined : "0123456789abcdef0123456789abcdef",
      deploymentId: "r-1",
      restoreFrom: { kind: "nothing" },
    });
    const found = [jobManager, taskManager, ...owned("<uid>"), ingress]
      .filter((one) => one !== undefined)
      .flatMap((wanted) =>
        paths(
          wanted,
          objects.find((one) => nameOf(one) === nameOf(wanted)),
        ),
      );
    expect(found.filter((path) => !known.test(path))).toStrictEqual([]);
    expect(found).toContain("/metadata/annotations/flink-fleet~1deployment");
  });
});

interface Recorded {
  readonly input: { readonly metadata: { readonly name: string; readonly namespace: string }; readonly spec: unknown };
  readonly objects: readonly KubernetesObject[];
}

const nameOf = ({ kind, metadata }: KubernetesObject): string => `${kind}/${metadata.name}`;

describe("one edit is one difference", () => {
  const places = all.flatMap(({ cluster, wanted }) => {
    const object = read(born(wanted));
    const live = born(wanted);
    return leavesOf(wanted, object).map((place) => ({ cluster, wanted, live, place }));
  });

  test("of any text or number that we set", () => {
    expect(places.length).toBeGreaterThan(400);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.string({ minLength: 1 }), ({ wanted, live, place }, more) => {
        const after = changed(live.object, place, (value) =>
          typeof value === "number" ? value + 1 : `${String(value)}~${more}`,
        );
        const found = differences(wanted, read({ ...live, object: after }));
        expect(found.length).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

type Place = readonly (string | number)[];

/** Places of values outside lists that are one value, and outside the keys of items. */
function leavesOf(wanted: unknown, found: unknown, at: Place = []): readonly Place[] {
  const field = at.findLast((step) => typeof step === "string") ?? "";
  const isKey =
    typeof at.at(-2) === "number" && ["name", "containerPort", "mountPath", "uid", "port"].includes(String(at.at(-1)));
  if (at.length === 1 && ["apiVersion", "kind", "data"].includes(String(field))) return [];
  if (["name", "namespace", "selector", "nodeSelector", "protocol"].includes(String(field)) && at.length === 2)
    return [];
  if (typeof wanted === "string" || typeof wanted === "number") return isKey || found === undefined ? [] : [at];
  if (Array.isArray(wanted) && Array.isArray(found)) {
    return keyed.has(String(field)) ? wanted.flatMap((one, index) => leavesOf(one, found[index], [...at, index])) : [];
  }
  if (!isMap(wanted) || !isMap(found)) return [];
  const whole = ["selector", "nodeSelector", "requests", "limits"];
  return Object.keys(wanted).flatMap((name) =>
    whole.includes(name) ? [] : leavesOf(wanted[name], found[name], [...at, name]),
  );
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function changed<T>(value: T, [step, ...rest]: Place, change: (value: unknown) => unknown): T {
  if (step === undefined) return change(value) as T;
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => (index === step ? changed(one, rest, change) : one)) as T;
  }
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [step]: changed(map[step], rest, change) } as T;
}

describe("what others set", () => {
  const map = (value: fc.Arbitrary<unknown>) =>
    fc.dictionary(fc.stringMatching(/^[a-z]{3,9}\.example\.com\/[a-z]{1,9}$/), value);
  const texts = map(fc.string());

  test("is theirs: labels, annotations, fields, items and files", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        texts,
        texts,
        map(fc.jsonValue()),
        ({ wanted }, labels, annotations, fields) => {
          const live = born(wanted);
          const { object } = live;
          const metadata = {
            ...object.metadata,
            labels: { ...labels, ...object.metadata.labels },
            annotations: { ...annotations, ...object.metadata.annotations },
          };
          const spec = object["spec"] === undefined ? {} : { spec: { ...fields, ...(object["spec"] as object) } };
          const data = object["data"] === undefined ? {} : { data: { ...labels, ...(object["data"] as object) } };
          const after = { ...object, ...fields, ...spec, ...data, metadata } as KubernetesObject;
          expect(differences(wanted, read({ ...live, object: after }))).toStrictEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("an object that is gone or going", () => {
  const service = kindOf("Service");

  test("is one difference", () => {
    const object = { kind: "Service", namespace: "web", name: "clicks-rest" } as const;
    expect(differences(service, undefined)).toStrictEqual([missing(object)]);
    expect(missing(object)).toStrictEqual({
      object,
      path: "",
      wanted: "present",
      found: undefined,
      by: undefined,
      asMade: false,
    });
  });

  test("is not compared while it is being deleted", () => {
    const live = read(born(service));
    const going = { ...live, metadata: { ...live.metadata, deletionTimestamp: "2026-11-22T10:30:00Z", labels: {} } };
    expect(differences(service, going)).toMatchObject([
      { path: "/metadata/deletionTimestamp", wanted: undefined, found: "2026-11-22T10:30:00Z", by: undefined },
    ]);
  });

  test("a kind that we do not make is refused", () => {
    const role = { apiVersion: "v1", kind: "Role", metadata: { name: "x" } };
    expect(() => differences(role, undefined)).toThrow("Role x is not of a kind that flink-fleet makes");
  });
});

describe("what we once applied and want no more", () => {
  const service = kindOf("Service");
  const withMore = (more: object): KubernetesObject => ({ ...service, ...more });
  const { metadata } = service;
  const spec = service["spec"] as { readonly ports: readonly object[] };

  test.for([
    {
      what: "a label",
      before: { metadata: { ...metadata, labels: { ...metadata.labels, old: "1" } } },
      path: "/metadata/labels/old",
    },
    { what: "a field", before: { spec: { ...spec, sessionAffinity: "ClientIP" } }, path: "/spec/sessionAffinity" },
    { what: "a list", before: { spec: { ...spec, externalIPs: ["192.0.2.1"] } }, path: "/spec/externalIPs" },
    {
      what: "an item",
      before: { spec: { ...spec, ports: [...spec.ports, { name: "old", port: 9 }] } },
      path: "/spec/ports/old",
    },
  ])("$what", ({ before, path }) => {
    expect(paths(service, read(born(withMore(before))))).toStrictEqual([path]);
  });

  test("is told with its value, and nothing beside it that is of others", () => {
    const annotations = { ...metadata.annotations, old: "1" };
    const live = read(born(withMore({ metadata: { ...metadata, annotations } })));
    const { managedFields } = live.metadata as unknown as { readonly managedFields: object };
    const more = { ...live.metadata, managedFields, annotations: { ...annotations, theirs: "2" } };
    expect(differences(service, { ...live, metadata: more })).toMatchObject([
      { path: "/metadata/annotations/old", wanted: undefined, found: "1" },
    ]);
  });

  test("is found in lists whose owner has the list itself, too", () => {
    const fieldsV1 = {
      "f:spec": { "f:ports": { ".": {}, 'k:{"port":9,"protocol":"TCP"}': { ".": {}, "f:port": {} } } },
    };
    const managedFields = [{ manager: "flink-fleet", operation: "Apply", fieldsV1 }];
    const live = read(born(withMore({ spec: { ...spec, ports: [...spec.ports, { name: "old", port: 9 }] } })));
    const found = differences(service, { ...live, metadata: { ...live.metadata, managedFields } as never });
    expect(found).toMatchObject([{ path: "/spec/ports/old", wanted: undefined }]);
    expect(found[0]?.found).toContain("port=9");
  });

  test("is nothing once somebody else has set it", () => {
    const live = born(withMore({ metadata: { ...metadata, labels: { ...metadata.labels, old: "1" } } }));
    const { object } = live;
    const after = { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, old: "2" } } };
    expect(paths(service, read(updated(live, after, "kubectl-label")))).toStrictEqual([]);
  });

  test("is nothing when it is gone, or empty", () => {
    const live = born(withMore({ spec: { ...spec, externalIPs: ["192.0.2.1"] } }));
    expect(paths(service, read({ ...live, object: born(service).object }))).toStrictEqual([]);
  });
});

describe("by whom", () => {
  const deployment = kindOf("Deployment", "stateless");
  const by = (live: Live) => differences(deployment, read(live)).map((one) => [one.path, one.by?.manager, one.asMade]);
  const replicas = (live: Live, count: number) =>
    ({ ...live.object, spec: { ...(live.object["spec"] as object), replicas: count } }) as KubernetesObject;

  test("somebody else: it is not as it was made", () => {
    const live = born(deployment);
    expect(by(updated(live, replicas(live, 4), "kubectl-edit"))).toStrictEqual([
      ["/spec/replicas", "kubectl-edit", false],
    ]);
  });

  test("ourselves: it is as it was made, whatever else was changed since", () => {
    const live = born(deployment, () => replicas(born(deployment), 4));
    expect(by(live)).toStrictEqual([["/spec/replicas", "flink-fleet", true]]);
    expect(
      by({ ...live, object: { ...live.object, metadata: { ...live.object.metadata, generation: 9 } } }),
    ).toStrictEqual([["/spec/replicas", "flink-fleet", true]]);
  });

  test("nobody: a spec of the first generation is as it was made", () => {
    const live = born(deployment, (object) => {
      const { replicas: _replicas, ...spec } = object["spec"] as Readonly<Record<string, unknown>>;
      return { ...object, spec };
    });
    expect(by(live)).toStrictEqual([["/spec/replicas", undefined, true]]);
    expect(
      by({ ...live, object: { ...live.object, metadata: { ...live.object.metadata, generation: 2 } } }),
    ).toStrictEqual([["/spec/replicas", undefined, false]]);
  });

  test("a line that is missing in a file was taken out by whoever owns the file", () => {
    const map = kindOf("ConfigMap");
    const live = born(map);
    const data = Object.entries(map["data"] as Readonly<Record<string, string>>).map(([file, text]) => [
      file,
      text.replace("parallelism.default: 4\n", ""),
    ]);
    const after = applied(live, { data: Object.fromEntries(data) as object }, "argocd-controller");
    expect(differences(map, read(after))).toMatchObject([
      {
        path: "/data/flink-conf.yaml/parallelism.default",
        wanted: "4",
        found: undefined,
        by: { manager: "argocd-controller", at: edited },
      },
    ]);
  });
});
