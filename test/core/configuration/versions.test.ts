import { describe, expect, test } from "vitest";
import { flinkVersions, type FlinkVersion } from "../../../lib/api/resources/common.ts";
import { supportOf, versions } from "../../../lib/core/configuration/versions.ts";

const levels: Readonly<Record<FlinkVersion, readonly ["supported" | "works" | "refused", "supported" | "works"]>> = {
  v1_11: ["refused", "works"],
  v1_12: ["refused", "works"],
  v1_13: ["works", "works"],
  v1_14: ["works", "works"],
  v1_15: ["works", "works"],
  v1_16: ["works", "works"],
  v1_17: ["works", "works"],
  v1_18: ["works", "works"],
  v1_19: ["supported", "supported"],
  v1_20: ["supported", "supported"],
  v2_0: ["supported", "supported"],
  v2_1: ["supported", "supported"],
  v2_2: ["supported", "supported"],
  v2_3: ["supported", "supported"],
  v2_4: ["works", "works"],
};

describe("every version in every mode", () => {
  test.for(flinkVersions)("%s", (version) => {
    const [native, standalone] = levels[version];
    expect(supportOf(version, "native").kind).toBe(native);
    expect(supportOf(version, "standalone").kind).toBe(standalone);
    expect(`v${versions[version].number.replace(".", "_")}`).toBe(version);
  });

  test("the table has every version, in order", () => {
    expect(Object.keys(versions)).toStrictEqual([...flinkVersions]);
  });

  test("a warning and a refusal say what is the matter", () => {
    expect(supportOf("v1_17", "native")).toStrictEqual({
      kind: "works",
      warning: "Flink 1.17 runs in native mode, but support for it is deprecated: Flink gives it no fixes any more.",
    });
    expect(supportOf("v1_12", "native")).toStrictEqual({
      kind: "refused",
      because:
        "Flink 1.12 does not run in native mode: its image has no kubernetes-jobmanager.sh, so that a native cluster cannot be started as later versions are.",
      instead: flinkVersions.filter((version) => version !== "v1_11" && version !== "v1_12"),
    });
  });

  test.for([
    ["v1_18", "flink-conf.yaml"],
    ["v1_19", "either"],
    ["v1_20", "either"],
    ["v2_0", "config.yaml"],
    ["v2_4", "config.yaml"],
  ] as const)("%s reads %s", ([version, file]) => {
    expect(versions[version].configFile).toBe(file);
  });

  test.for([
    ["takesTriggerIds", "v1_15"],
    ["takesCheckpoints", "v1_17"],
    ["rescalesInPlace", "v1_18"],
    ["rescalesAtCheckpoints", "v2_0"],
  ] as const)("%s since %s", ([ability, first]) => {
    const able = flinkVersions.filter((version) => versions[version][ability]);
    expect(able).toStrictEqual(flinkVersions.slice(flinkVersions.indexOf(first)));
  });
});
