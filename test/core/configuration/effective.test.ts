import { describe, expect, test } from "vitest";
import type { FlinkVersion } from "../../../lib/api/resources/common.ts";
import { flinkDeploymentSpec } from "../../../lib/api/resources/flinkDeployment.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { defaultConfiguration, userConfiguration } from "../../../lib/core/configuration/effective.ts";

const layer = "kubernetes.operator.default-configuration";
const defaults = {
  configuration: {
    a: "common",
    b: "common",
    [`${layer}.namespace.web.b`]: "namespace",
    [`${layer}.namespace.web.c`]: "namespace",
    [`${layer}.namespace.other.a`]: "other",
    [`${layer}.flink-version.v1_18+.c`]: "1.18+",
    [`${layer}.flink-version.v1_18+.d`]: "1.18+",
    [`${layer}.flink-version.v1_20+.d`]: "1.20+",
    [`${layer}.flink-version.v1_19.e`]: "1.19",
    [`${layer}.flink-version.v1_20.d`]: "1.20",
    "kubernetes.operator.x": "kept",
  },
  logConfiguration: {},
};

describe("the defaults", () => {
  test.for([
    { version: undefined, namespace: "web", is: { a: "common", b: "namespace", c: "namespace" } },
    { version: "v1_17", namespace: "web", is: { a: "common", b: "namespace", c: "namespace" } },
    { version: "v1_18", namespace: "web", is: { a: "common", b: "namespace", c: "1.18+", d: "1.18+" } },
    { version: "v1_19", namespace: "web", is: { a: "common", b: "namespace", c: "1.18+", d: "1.18+", e: "1.19" } },
    { version: "v1_20", namespace: "web", is: { a: "common", b: "namespace", c: "1.18+", d: "1.20" } },
    { version: "v2_0", namespace: "web", is: { a: "common", b: "namespace", c: "1.18+", d: "1.20+" } },
    { version: "v2_0", namespace: "other", is: { a: "other", b: "common", c: "1.18+", d: "1.20+" } },
    { version: "v1_13", namespace: "none", is: { a: "common", b: "common" } },
  ] as { version: FlinkVersion | undefined; namespace: string; is: Record<string, string> }[])(
    "$version in $namespace",
    ({ version, namespace, is }) => {
      expect(defaultConfiguration(defaults, namespace, version)).toStrictEqual({
        "kubernetes.operator.x": "kept",
        ...is,
      });
    },
  );

  test.for([
    ["v1_17", undefined],
    ["v1_18", "env.java.opts.all"],
    ["v1_19", "env.java.default-opts.all"],
    ["v2_3", "env.java.default-opts.all"],
  ] as const)("as shipped, %s gets its Java options by %s", ([version, option]) => {
    const {
      "taskmanager.numberOfTaskSlots": slots,
      "parallelism.default": parallelism,
      ...rest
    } = defaultConfiguration(shippedDefaults, "web", version);
    expect([slots, parallelism]).toStrictEqual(["1", "1"]);
    expect(Object.keys(rest)).toStrictEqual(option === undefined ? [] : [option]);
  });
});

test("the user's options win over all defaults, under any name", () => {
  const spec = flinkDeploymentSpec.parse({
    flinkVersion: "v1_20",
    flinkConfiguration: { a: "user", state: { checkpoints: { dir: "s3://user" } }, d: 4 },
  });
  const all = {
    ...defaults,
    configuration: { ...defaults.configuration, "execution.checkpointing.dir": "s3://default" },
  };
  expect(userConfiguration({ namespace: "web", spec }, all)).toStrictEqual({
    a: "user",
    b: "namespace",
    c: "1.18+",
    d: "4",
    "state.checkpoints.dir": "s3://user",
    "kubernetes.operator.x": "kept",
  });
});
