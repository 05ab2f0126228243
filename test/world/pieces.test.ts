import { describe, expect, test } from "vitest";
import { instant, millis } from "../../lib/core/time.ts";
import { readConfiguration } from "../../lib/world/flink/configuration.ts";
import { age } from "../../lib/world/http/age.ts";
import { applyJsonPatch, mergePatch, mergePatchBetween } from "../../lib/world/kubernetes/patches.ts";
import { canonicalQuantity } from "../../lib/world/kubernetes/quantities.ts";
import { fieldSelector, labelSelector } from "../../lib/world/kubernetes/selectors.ts";
import { strategicMerge } from "../../lib/world/kubernetes/strategicMerge.ts";
import { conformed } from "../../lib/world/kubernetes/structuralSchema.ts";
import { Timeline } from "../../lib/world/simulation/timeline.ts";

const object = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", namespace: "n", labels: { app: "x", tier: "1" } },
  involvedObject: { name: "b" },
};

test.for([
  ["", true],
  ["app=x", true],
  ["app==x,tier!=2", true],
  ["app=y", false],
  ["app in (x, y),tier notin (2)", true],
  ["app in (y)", false],
  ["none notin (a)", true],
  ["app,!none", true],
  ["none", false],
  ["none!=a", true],
] as const)("labels %s → %s", ([selector, matches]) => {
  expect(labelSelector(selector)(object)).toBe(matches);
});

test("a selector that is none is refused", () => {
  expect(() => labelSelector("a b c")).toThrow("unable to parse requirement");
  expect(() => fieldSelector("metadata.name")).toThrow("invalid field selector");
});

test.for([
  ["metadata.name=a,metadata.namespace=n", true],
  ["involvedObject.name!=b", false],
  ["status.phase=", true],
] as const)("fields %s → %s", ([selector, matches]) => {
  expect(fieldSelector(selector)(object)).toBe(matches);
});

test.for([
  ["1.0", "1"],
  [0.5, "500m"],
  ["1500m", "1500m"],
  ["2000m", "2"],
  ["2048Mi", "2Gi"],
  ["1.5Gi", "1536Mi"],
  ["100Mi", "100Mi"],
  ["2g", "2g"],
] as const)("the quantity %s is written %s", ([given, written]) => {
  expect(canonicalQuantity(given)).toBe(written);
});

test.for([
  [5, "5s"],
  [119, "119s"],
  [125, "2m5s"],
  [600, "10m"],
  [3 * 3600 + 120, "3h2m"],
  [9 * 3600 + 120, "9h"],
  [50 * 3600, "2d2h"],
  [12 * 86_400, "12d"],
] as const)("an age of %i seconds is %s", ([seconds, shown]) => {
  expect(age("2026-01-01T00:00:00Z", Date.UTC(2026, 0, 1) + seconds * 1000)).toBe(shown);
});

describe("a strategic merge patch", () => {
  const pod = {
    spec: {
      containers: [
        { name: "a", image: "a:1", env: [{ name: "x", value: "1" }] },
        { name: "b", image: "b:1" },
      ],
      tolerations: [{ key: "t" }],
      volumes: [{ name: "v", emptyDir: {} }],
    },
  };
  test.for([
    {
      when: "an item is changed",
      patch: { spec: { containers: [{ name: "a", image: "a:2" }] } },
      gives: { containers: [{ ...pod.spec.containers[0], image: "a:2" }, pod.spec.containers[1]] },
    },
    {
      when: "an item is deleted",
      patch: {
        spec: { containers: [{ $patch: "delete", name: "b" }], "$setElementOrder/containers": [{ name: "a" }] },
      },
      gives: { containers: [pod.spec.containers[0]] },
    },
    {
      when: "a list has no key",
      patch: { spec: { tolerations: [{ key: "u" }] } },
      gives: { tolerations: [{ key: "u" }] },
    },
    {
      when: "only some keys of an item are kept",
      patch: { spec: { volumes: [{ $retainKeys: ["name", "secret"], name: "v", secret: { secretName: "s" } }] } },
      gives: { volumes: [{ name: "v", secret: { secretName: "s" } }] },
    },
    { when: "a field is null", patch: { spec: { tolerations: null } }, gives: { tolerations: undefined } },
    {
      when: "a list is replaced",
      patch: { spec: { containers: [{ $patch: "replace" }, { name: "c", image: "c:1" }] } },
      gives: { containers: [{ name: "c", image: "c:1" }] },
    },
  ])("when $when", ({ patch, gives }) => {
    expect(strategicMerge("Pod", pod, patch)["spec"]).toEqual({ ...pod.spec, ...gives });
  });

  test("takes values out of plain lists", () => {
    const finalizers = ["a", "b"];
    const patch = { metadata: { "$deleteFromPrimitiveList/finalizers": ["a"], finalizers: ["c"] } };
    expect(strategicMerge("Pod", { metadata: { finalizers } }, patch)).toEqual({
      metadata: { finalizers: ["b", "c"] },
    });
  });
});

test("a merge patch and the one between two objects undo each other", () => {
  const [before, after] = [
    { a: 1, b: { c: 1, d: [1] }, e: "x" },
    { b: { c: 1, d: [2] }, f: { g: {} } },
  ];
  const patch = mergePatchBetween(before, after);
  expect(patch).toEqual({ a: null, b: { d: [2] }, e: null, f: { g: {} } });
  expect(mergePatch(before, patch)).toEqual(after);
});

test("a JSON patch is carried out as a whole or not at all", () => {
  const before = { a: [1, 2] };
  expect(applyJsonPatch(before, [{ op: "remove", path: "/a/0" }])).toEqual({ a: [2] });
  const failing = [
    { op: "remove", path: "/a/0" },
    { op: "test", path: "/a/0", value: 9 },
  ];
  expect(() => applyJsonPatch(before, failing)).toThrow("rejected our request");
  expect(before).toEqual({ a: [1, 2] });
});

describe("a structural schema", () => {
  const schema = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string", maxLength: 3 },
      count: { type: "integer" },
      port: { "x-kubernetes-int-or-string": true },
      open: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      map: { type: "object", additionalProperties: { type: "number" } },
      items: { type: "array", items: { type: "object", properties: { a: { type: "string" } } } },
    },
  };
  test.for([
    { value: { name: "abc", count: 1, port: "x", map: { y: 1.5, z: 2 } }, errors: [] },
    { value: {}, errors: ["name: Required value"] },
    { value: { name: "abcd" }, errors: ["name: Too long: may not be more than 3 bytes"] },
    {
      value: { name: "a", count: "1" },
      errors: ['count: Invalid value: "string": count in body must be of type integer: "string"'],
    },
    {
      value: { name: "a", items: [{}, { a: 1 }] },
      errors: ['items[1].a: Invalid value: "integer": items[1].a in body must be of type string: "integer"'],
    },
  ])("$value", ({ value, errors }) => {
    expect(conformed(schema, value).errors.map(({ field, message }) => `${field}: ${message}`)).toEqual(errors);
  });

  test("drops what it does not know", () => {
    const { value, unknown } = conformed(schema, { name: "a", b: 1, open: { c: 1 }, items: [{ a: "x", d: 1 }] });
    expect(value).toEqual({ name: "a", open: { c: 1 }, items: [{ a: "x" }] });
    expect(unknown).toEqual(["b", "items[0].d"]);
  });
});

describe("Flink's conf file", () => {
  const files = {
    "flink-conf.yaml": "a.b: 1\nc: x # no\n# d: 2\nnone\ne:f\n",
    "config.yaml": '"a.b": "2"\nc:\n  d: [x, y]\n',
  };
  const legacy = { "a.b": "1", c: "x" };
  const standard = { "a.b": "2", "c.d": "x;y" };
  test.for([
    { version: [1, 18], files, reads: legacy },
    { version: [1, 20], files, reads: legacy },
    { version: [1, 20], files: { "config.yaml": files["config.yaml"] }, reads: standard },
    { version: [2, 0], files, reads: standard },
  ] as const)("of $version", ({ version: [major, minor], files: given, reads }) => {
    const read = readConfiguration(given, major, minor);
    expect(read.kind === "read" ? Object.fromEntries(read.configuration) : read.because).toEqual(reads);
  });

  test.for([
    { version: [1, 18], given: { "config.yaml": "" }, expected: "flink-conf.yaml" },
    { version: [2, 0], given: { "flink-conf.yaml": "" }, expected: "config.yaml" },
  ] as const)("is missing for $version", ({ version: [major, minor], given, expected }) => {
    const read = readConfiguration(given, major, minor);
    expect(read).toEqual({ kind: "missing", because: expect.stringContaining(`/opt/flink/conf/${expected}'`) });
  });
});

test("what is due happens in the order of time, then of asking", () => {
  const time = new Timeline(instant(0));
  const happened: string[] = [];
  const note =
    (what: string): (() => void) =>
    () =>
      happened.push(`${time.now()} ${what}`);
  time.after(millis(20), note("late"));
  time.after(millis(10), note("first"));
  time.after(millis(10), note("second"));
  const [one, other] = [{}, {}];
  time.once(one, "x", millis(5), note("once"));
  time.once(one, "x", millis(1), note("never"));
  time.once(other, "x", millis(6), note("of another one"));
  time.after(millis(10), () => time.after(millis(5), note("asked then")));
  time.advance(millis(19));
  expect(happened).toEqual(["5 once", "6 of another one", "10 first", "10 second", "15 asked then"]);
  expect(time.now()).toBe(19);
});
