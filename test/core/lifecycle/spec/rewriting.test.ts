import * as fc from "fast-check";
import { expect, test } from "vitest";
import { flinkDeploymentSpec } from "../../../../lib/api/resources/flinkDeployment.ts";
import { changes } from "../../../../lib/core/lifecycle/spec/difference.ts";
import { specRecord, recordedSpec } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";

type Json = Readonly<Record<string, unknown>>;

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const scalar = fc.oneof(word, fc.integer({ min: 0, max: 9999 }), fc.boolean(), fc.constant("10 s"));
/** Flat keys none of which is the beginning of another, so that they can be nested. */
const keys = fc
  .uniqueArray(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 6, selector: (key) => key[0] })
  .map((all) => all.map((key) => key.join(".")));
const configuration = keys.chain((all) =>
  fc.record(Object.fromEntries(all.map((key) => [`x.${key}`, fc.oneof(scalar, fc.array(word, { minLength: 1 }))]))),
);

const env = fc.record({ name: word, value: word });
const container = fc.record(
  {
    name: fc.constantFrom("flink-main-container", "sidecar"),
    image: word,
    env: fc.array(env, { maxLength: 2 }),
    resources: fc.record({ limits: fc.record({ cpu: fc.integer({ min: 1, max: 9 }) }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ["name"] },
);
const template = fc.record(
  {
    metadata: fc.record({ labels: fc.dictionary(word, word, { maxKeys: 2 }) }, { requiredKeys: [] }),
    spec: fc.record(
      { containers: fc.array(container, { maxLength: 2 }), nodeSelector: fc.dictionary(word, word, { maxKeys: 2 }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const resource = fc.record({ cpu: fc.integer({ min: 1, max: 9 }), memory: fc.constantFrom("1g", "2048m") });
const roleOf = (replicas: fc.Arbitrary<unknown>): fc.Arbitrary<Json> =>
  fc.record({ resource, replicas, podTemplate: template }, { requiredKeys: [] });

const anySpec: fc.Arbitrary<Json> = fc.record(
  {
    image: word,
    flinkVersion: fc.constantFrom("v1_20", "v2_0"),
    mode: fc.constantFrom("native", "standalone"),
    serviceAccount: word,
    job: fc.record(
      {
        jarURI: word,
        parallelism: fc.integer({ min: 1, max: 8 }),
        args: fc.array(word, { maxLength: 3 }),
        upgradeMode: fc.constantFrom("stateless", "savepoint", "last-state"),
      },
      { requiredKeys: ["jarURI"] },
    ),
    flinkConfiguration: configuration,
    podTemplate: template,
    jobManager: roleOf(fc.integer({ min: 1, max: 3 })),
    taskManager: roleOf(fc.integer({ min: 1, max: 3 })),
    ingress: fc.record({ template: word, annotations: fc.dictionary(word, word, { maxKeys: 2 }) }),
  },
  { requiredKeys: ["flinkConfiguration"] },
);

const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys of every map in another order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

/** `a.b: 1` as `a: {b: 1}`. */
function nested(flat: Json): Json {
  const tree: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flat)) {
    const path = key.split(".");
    const last = path.pop() ?? "";
    const place = path.reduce<Record<string, unknown>>(
      (at, name) => (at[name] ??= {}) as Record<string, unknown>,
      tree,
    );
    place[last] = value;
  }
  return tree;
}

const asText = (flat: Json): Json =>
  Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, Array.isArray(value) ? value : String(value)]));

const withConfiguration = (spec: Json, rewrite: (flat: Json) => Json): Json => ({
  ...spec,
  flinkConfiguration: rewrite(spec["flinkConfiguration"] as Json),
});

/** Nothing asked for, spelled out. */
function withEmptyParts(spec: Json): Json {
  const part = (name: string, empties: Json): Json => ({ [name]: { ...empties, ...(spec[name] as Json | undefined) } });
  const empties = { podTemplate: { metadata: { annotations: {} }, spec: {} }, resources: { limits: {} } };
  return {
    imagePullPolicy: null,
    restartNonce: null,
    ...spec,
    ...part("podTemplate", { metadata: { annotations: {} }, spec: {}, status: {} }),
    ...part("jobManager", { ...empties, replicas: 1, resource: null }),
    ...part("taskManager", { ...empties, replicas: null, resource: {} }),
    ...part("ingress", { tls: null }),
  };
}

const ours = {
  "kubernetes.operator.savepoint.history.max.count": 3,
  "kubernetes.operator.job.restart.failed": true,
  "job.autoscaler.enabled": true,
};

const rewritings: Readonly<Record<string, (spec: Json) => Json>> = {
  "in another order": (spec) => reversed(spec) as Json,
  "nested configuration": (spec) => withConfiguration(spec, nested),
  "scalars of the configuration as text": (spec) => withConfiguration(spec, asText),
  "nested, as text, in another order": (spec) =>
    reversed(withConfiguration(spec, (flat) => nested(asText(flat)))) as Json,
  "options that concern the operator only": (spec) => withConfiguration(spec, (flat) => ({ ...flat, ...ours })),
  "the same, nested": (spec) => withConfiguration(spec, (flat) => nested({ ...flat, ...ours })),
  "nulls and empty maps": withEmptyParts,
};

test.for(Object.entries(rewritings))("a rewritten spec never restarts a job: %s", ([, rewrite]) => {
  fc.assert(
    fc.property(anySpec, (raw) => {
      const [last, wanted] = [flinkDeploymentSpec.parse(raw), flinkDeploymentSpec.parse(rewrite(raw))];
      expect(changes(last, wanted).class).toBe("ignore");
      expect(changes(wanted, last).class).toBe("ignore");
    }),
  );
});

test("a record never differs from the spec that it was made of, however that is written", () => {
  fc.assert(
    fc.property(anySpec, fc.constantFrom(...Object.values(rewritings)), (raw, rewrite) => {
      const recorded = recordedSpec(specRecord(flinkDeploymentSpec.parse(raw), { firstDeployment: true }));
      expect(
        recorded.kind === "recorded" && changes(recorded.spec, flinkDeploymentSpec.parse(rewrite(raw))).class,
      ).toBe("ignore");
    }),
  );
});
