import { describe, expect, test } from "vitest";
import {
  checkpointDirectory,
  haIsActive,
  haIsKubernetes,
  isTrue,
  savepointDirectory,
  textOf,
  valueOf,
} from "../../../lib/core/configuration/options.ts";
import { overlaid, without } from "../../../lib/core/configuration/overlaid.ts";
import { spelledFor } from "../../../lib/core/configuration/spelled.ts";
import { versions } from "../../../lib/core/configuration/versions.ts";

const factory = "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory";

describe("looking up", () => {
  test.for([
    { of: { "high-availability.type": "a", "high-availability": "b" }, option: "high-availability.type", is: "a" },
    { of: { "high-availability": "b" }, option: "high-availability.type", is: "b" },
    { of: { "high-availability.type": "a" }, option: "high-availability", is: undefined },
    { of: { "kubernetes.service-account": "sa" }, option: "kubernetes.jobmanager.service-account", is: "sa" },
    { of: { "rest.port": "9000" }, option: "rest.bind-port", is: "9000" },
    { of: { other: "" }, option: "other", is: "" },
    { of: {}, option: "other", is: undefined },
  ])("$option of $of", ({ of, option, is }) => {
    expect(valueOf(of, option)).toBe(is);
  });

  test("blanks are no text", () => {
    expect(textOf({ a: "  " }, "a")).toBeUndefined();
    expect(textOf({ a: " x " }, "a")).toBe("x");
  });

  test.for([
    ["true", true],
    ["TRUE", true],
    ["false", false],
    ["yes", false],
    [" ", true],
  ] as const)("'%s' is %s", ([a, is]) => {
    expect(isTrue({ a }, "a", true)).toBe(is);
  });

  test.for([
    { of: {}, active: false, kubernetes: false },
    { of: { "high-availability": "NONE" }, active: false, kubernetes: false },
    { of: { "high-availability.type": "none" }, active: false, kubernetes: false },
    { of: { "high-availability.type": " " }, active: false, kubernetes: false },
    { of: { "high-availability.type": "Kubernetes" }, active: true, kubernetes: true },
    { of: { "high-availability": factory }, active: true, kubernetes: true },
    { of: { "high-availability": "zookeeper" }, active: true, kubernetes: false },
  ])("HA of $of", ({ of, active, kubernetes }) => {
    expect([haIsActive(of), haIsKubernetes(of)]).toStrictEqual([active, kubernetes]);
  });

  test("directories, by either name", () => {
    expect(checkpointDirectory({ "state.checkpoints.dir": "s3://c" })).toBe("s3://c");
    expect(checkpointDirectory({ "execution.checkpointing.dir": "s3://c" })).toBe("s3://c");
    expect(checkpointDirectory({ "state.checkpoints.dir": " " })).toBeUndefined();
    expect(savepointDirectory({ "state.savepoints.dir": "s3://s" })).toBe("s3://s");
    expect(savepointDirectory({ "execution.checkpointing.savepoint-dir": "s3://s" })).toBe("s3://s");
    expect(savepointDirectory({})).toBeUndefined();
  });
});

describe("layers", () => {
  test("the upper one wins, also under another name of the same option", () => {
    const below = { "execution.checkpointing.dir": "below", "state.savepoints.dir": "below", kept: "1" };
    expect(
      overlaid(below, { "state.checkpoints.dir": "above", "execution.checkpointing.savepoint-dir": "above" }),
    ).toStrictEqual({
      kept: "1",
      "state.checkpoints.dir": "above",
      "execution.checkpointing.savepoint-dir": "above",
    });
  });

  test("an option is taken away under all of its names", () => {
    const all = { "execution.savepoint.path": "a", "execution.state-recovery.path": "b", kept: "1" };
    expect(without(all, ["execution.savepoint.path"])).toStrictEqual({ kept: "1" });
  });
});

describe("names that a version knows", () => {
  test.for([
    { version: "v1_16", of: { "state.backend.type": "rocksdb" }, is: { "state.backend": "rocksdb" } },
    { version: "v1_17", of: { "state.backend.type": "rocksdb" }, is: { "state.backend.type": "rocksdb" } },
    { version: "v2_0", of: { "state.backend": "rocksdb" }, is: { "state.backend": "rocksdb" } },
    { version: "v1_19", of: { "execution.checkpointing.dir": "a" }, is: { "state.checkpoints.dir": "a" } },
    { version: "v1_20", of: { "execution.checkpointing.dir": "a" }, is: { "execution.checkpointing.dir": "a" } },
    {
      version: "v1_19",
      of: { "execution.checkpointing.dir": "new", "state.checkpoints.dir": "old" },
      is: { "state.checkpoints.dir": "new" },
    },
    {
      version: "v1_19",
      of: { "state.checkpoints.dir": "old", "execution.checkpointing.dir": "new" },
      is: { "state.checkpoints.dir": "new" },
    },
    { version: "v1_16", of: { "high-availability.type": "kubernetes" }, is: { "high-availability": "kubernetes" } },
    { version: "v1_15", of: { "high-availability.type": "kubernetes" }, is: { "high-availability": factory } },
    { version: "v1_15", of: { "high-availability": "zookeeper" }, is: { "high-availability": "zookeeper" } },
    {
      version: "v1_17",
      of: { "high-availability.type": "kubernetes" },
      is: { "high-availability.type": "kubernetes" },
    },
  ] as const)("$version: $of", ({ version, of, is }) => {
    expect(spelledFor(versions[version], of)).toStrictEqual(is);
  });
});
