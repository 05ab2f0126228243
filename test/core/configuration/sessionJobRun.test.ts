import { describe, expect, test } from "vitest";
import { jobSpec } from "../../../lib/api/resources/common.ts";
import { artifactHeaders } from "../../../lib/core/configuration/artifactHeaders.ts";
import { forFlink } from "../../../lib/core/configuration/forFlink.ts";
import { localJar } from "../../../lib/core/configuration/localJar.ts";
import { sessionJobRun, type WantedRun } from "../../../lib/core/configuration/sessionJobRun.ts";
import type { JobId } from "../../../lib/core/flink.ts";

const jobId = "0123456789abcdef0123456789abcdef" as JobId;
const run = ({ job = {}, ...parts }: Omit<Partial<WantedRun>, "job"> & { readonly job?: object } = {}) =>
  sessionJobRun({
    name: "counts",
    job: jobSpec.parse({ parallelism: 2, ...job }),
    flinkVersion: "v1_20",
    jobId,
    restoreFrom: { kind: "nothing" },
    own: {},
    whole: {},
    ...parts,
  });

describe("what Flink is asked to run", () => {
  test("is what the job says", () => {
    const job = { entryClass: "org.example.Main", args: ["--a", "b c"], allowNonRestoredState: true };
    expect(run({ job })).toMatchObject({
      jobId,
      flinkVersion: "v1_20",
      parallelism: 2,
      programArgs: job.args,
      entryClass: job.entryClass,
      allowNonRestoredState: true,
      savepointPath: undefined,
    });
  });

  test.for([
    { from: { kind: "savepoint", path: "s3://sp/1" }, is: "s3://sp/1" },
    { from: { kind: "nothing" }, is: undefined },
    { from: { kind: "lastState" }, is: undefined },
  ] as const)("from $from.kind: $is", ({ from, is }) => {
    expect(run({ restoreFrom: from }).savepointPath).toBe(is);
  });

  test.for<{ readonly when: string; readonly parts: Parameters<typeof run>[0]; readonly sent: object }>([
    {
      when: "nothing is set",
      parts: {},
      sent: {
        "pipeline.name": "counts",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
      },
    },
    {
      when: "last-state needs checkpoints",
      parts: { job: { upgradeMode: "last-state" } },
      sent: {
        "pipeline.name": "counts",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "execution.checkpointing.interval": "5 min",
      },
    },
    {
      when: "the cluster has its own",
      parts: {
        job: { upgradeMode: "last-state" },
        whole: {
          "execution.checkpointing.interval": "10 s",
          "pipeline.name": "all",
          "execution.checkpointing.externalized-checkpoint-retention": "NO_EXTERNALIZED_CHECKPOINTS",
          other: "x",
        },
      },
      sent: {
        "execution.checkpointing.interval": "10 s",
        "pipeline.name": "all",
        "execution.checkpointing.externalized-checkpoint-retention": "NO_EXTERNALIZED_CHECKPOINTS",
      },
    },
    {
      when: "the job has its own",
      parts: { own: { "pipeline.name": "mine", a: "b" }, whole: { "pipeline.name": "mine", a: "b", c: "d" } },
      sent: {
        "pipeline.name": "mine",
        a: "b",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
      },
    },
    {
      when: "options are the operator's",
      parts: {
        own: {
          "kubernetes.operator.job.restart.failed": "true",
          "job.autoscaler.enabled": "true",
          "rest.bind-address": "::",
          k: "v",
        },
      },
      sent: {
        k: "v",
        "pipeline.name": "counts",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
      },
    },
  ])("of the configuration, when $when", ({ parts, sent }) => {
    expect(run(parts).flinkConfiguration).toEqual(sent);
  });

  test("for as long as a minute", () => {
    expect(run().deadline).toBe(60_000);
  });

  test("in the names that the version knows", () => {
    const own = { "execution.checkpointing.dir": "s3://cp" };
    expect(run({ own, flinkVersion: "v1_17" }).flinkConfiguration).toMatchObject({
      "state.checkpoints.dir": "s3://cp",
    });
    expect(run({ own, flinkVersion: "v2_1" }).flinkConfiguration).toMatchObject(own);
  });
});

describe("a jar in the image", () => {
  const uploads = "/opt/flink/jobs/flink-web-upload";
  test.for([
    { uri: `local://${uploads}/counts.jar`, is: { folder: uploads, file: "counts.jar" } },
    { uri: `LOCAL:${uploads}/counts.jar`, is: { folder: uploads, file: "counts.jar" } },
    { uri: "local:counts.jar", is: { folder: "", file: "counts.jar" } },
    { uri: "local:///counts.jar", is: { folder: "", file: "counts.jar" } },
    { uri: "local:///opt/", is: { folder: "/opt", file: "" } },
    { uri: "https://repo.example.com/local:/a.jar", is: undefined },
  ])("$uri: $is", ({ uri, is }) => {
    expect(localJar(uri)).toEqual(is);
  });
});

test.for<{ readonly text: string | undefined; readonly headers: object }>([
  { text: undefined, headers: {} },
  { text: "Authorization:Basic abc", headers: { Authorization: "Basic abc" } },
  { text: "a:1,'b:x:y'", headers: { a: "1", b: "x:y" } },
])("headers for a jar: $text", ({ text, headers }) => {
  const configuration = text === undefined ? {} : { "kubernetes.operator.user.artifacts.http.header": text };
  expect(artifactHeaders(configuration)).toEqual(headers);
});

test("Flink is given nothing that is the operator's, nor addresses that are wrong in a pod", () => {
  const own = { "taskmanager.numberOfTaskSlots": "2", "rest.address": "a" };
  const others = Object.fromEntries(
    [
      "kubernetes.operator.job.restart.failed",
      "job.autoscaler.enabled",
      "kubernetes.config.file",
      "$internal.deployment.config-dir",
      "rest.bind-address",
      "jobmanager.bind-host",
      "taskmanager.bind-host",
      "taskmanager.host",
    ].map((key) => [key, "x"]),
  );
  expect(forFlink({ ...own, ...others })).toEqual(own);
});
