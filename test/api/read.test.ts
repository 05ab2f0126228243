import { describe, expect, test } from "vitest";
import { sentence } from "../../lib/api/problem.ts";
import { readFlinkDeployment, readManifest, readResource } from "../../lib/api/read.ts";

const apiVersion = "flink.apache.org/v1beta1";
const metadata = { name: "orders", namespace: "shop", uid: "1", resourceVersion: "2" };
const resource = (kind: string, spec?: unknown, status?: unknown): Readonly<Record<string, unknown>> => ({
  apiVersion,
  kind,
  metadata,
  ...(spec === undefined ? {} : { spec }),
  ...(status === undefined ? {} : { status }),
});

function wrong(from: unknown): readonly string[] {
  const read = readResource(from);
  return read.kind === "valid" ? [] : read.problems.map(sentence);
}

describe("defaults", () => {
  test.for([
    {
      kind: "FlinkDeployment",
      spec: { job: {}, jobManager: {} },
      read: {
        flinkConfiguration: {},
        job: { parallelism: 0, args: [], state: "running", upgradeMode: "stateless" },
        jobManager: { replicas: 1 },
      },
    },
    { kind: "FlinkSessionJob", spec: {}, read: { flinkConfiguration: {} } },
    {
      kind: "FlinkStateSnapshot",
      spec: { savepoint: {} },
      read: { backoffLimit: -1, savepoint: { formatType: "CANONICAL", disposeOnDelete: true, alreadyExists: false } },
    },
    {
      kind: "FlinkBlueGreenDeployment",
      spec: { template: { spec: {} } },
      read: { configuration: {}, template: { spec: { flinkConfiguration: {} } } },
    },
  ])("of $kind are those of the Apache operator", ({ kind, spec, read }) => {
    const found = readResource(resource(kind, spec));
    expect(found.kind === "valid" && found.value.spec).toEqual(read);
  });

  test.for(["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot", "FlinkBlueGreenDeployment"])(
    "a %s without spec and status can be read, as a canary has none",
    (kind) => {
      expect(readResource(resource(kind))).toMatchObject({ kind: "valid", value: { status: { conditions: [] } } });
    },
  );

  test("TaskManagers are not counted when nobody says how many", () => {
    expect(readFlinkDeployment(resource("FlinkDeployment", { taskManager: {} }))).toMatchObject({
      kind: "valid",
      value: { spec: { taskManager: {} } },
    });
    const read = readFlinkDeployment(resource("FlinkDeployment", { taskManager: {} }));
    expect(read.kind === "valid" && read.value.spec.taskManager?.replicas).toBeUndefined();
  });
});

describe("null", () => {
  test("counts as absent at every depth", () => {
    const nulls = {
      job: { parallelism: null, args: null, entryClass: null, upgradeMode: null, savepointTriggerNonce: null },
      taskManager: { replicas: null, resource: { cpu: null, replicas: null }, podTemplate: { spec: null } },
      ingress: null,
      mode: null,
      flinkConfiguration: null,
    };
    const absent = { job: {}, taskManager: { resource: {}, podTemplate: {} } };
    const read = (spec: unknown): unknown =>
      JSON.parse(JSON.stringify(readResource(resource("FlinkDeployment", spec, null))));
    expect(read(nulls)).toEqual(read(absent));
    expect(read(nulls)).toMatchObject({ kind: "valid" });
  });

  test("is kept where it is not ours: in configuration and pod templates", () => {
    const spec = { flinkConfiguration: { a: { b: null } }, podTemplate: { spec: { hostNetwork: null } } };
    expect(readResource(resource("FlinkDeployment", spec))).toMatchObject({ value: { spec } });
  });
});

describe("what is not ours is kept", () => {
  test.for([
    { of: "pod templates", spec: { podTemplate: { kind: "Pod", metadata: { labels: { a: "b" } }, spec: { x: [1] } } } },
    { of: "configuration", spec: { flinkConfiguration: { a: 1, "b.c": [true, { d: "e" }] } } },
  ])("$of", ({ spec }) => {
    expect(readResource(resource("FlinkDeployment", spec))).toMatchObject({ value: { spec } });
  });

  test("status fields of others, the journal's later ones too", () => {
    const status = { ofTomorrow: 1, jobStatus: { more: 2 }, fleet: { later: 3 } };
    expect(readResource(resource("FlinkDeployment", {}, status))).toMatchObject({ value: { status } });
  });
});

describe("problems", () => {
  test.for([
    { spec: { job: { parallelism: "two" } }, says: 'spec.job.parallelism is "two", must be a whole number' },
    { spec: { job: { parallelism: 1.5 } }, says: "spec.job.parallelism is 1.5, must be a whole number" },
    { spec: { job: { parallelism: 2 ** 31 } }, says: "spec.job.parallelism is 2147483648, must be at most 2147483647" },
    { spec: { job: { args: "--a" } }, says: 'spec.job.args is "--a", must be a list' },
    { spec: { job: { args: [1] } }, says: "spec.job.args[0] is 1, must be text" },
    {
      spec: { job: { allowNonRestoredState: "yes" } },
      says: 'spec.job.allowNonRestoredState is "yes", must be true or false',
    },
    {
      spec: { job: { upgradeMode: "LAST_STATE" } },
      says: 'spec.job.upgradeMode is "LAST_STATE", must be one of stateless, savepoint, last-state',
    },
    { spec: { restartNonce: 0.5 }, says: "spec.restartNonce is 0.5, must be a whole number" },
    { spec: { flinkConfiguration: [] }, says: "spec.flinkConfiguration is a list, must be a map" },
    { spec: { podTemplate: "x" }, says: 'spec.podTemplate is "x", must be a map' },
    { spec: { logConfiguration: { "a.b": 1 } }, says: 'spec.logConfiguration["a.b"] is 1, must be text' },
    { spec: { image: "x".repeat(99).split("") }, says: "spec.image is a list, must be text" },
    { spec: { mode: "x".repeat(99) }, says: `spec.mode is "${"x".repeat(39)}…, must be one of native, standalone` },
    {
      spec: { taskManager: { resource: { replicas: 3 } } },
      says:
        "spec.taskManager.resource.replicas is 3, is the old v1alpha1 form: write taskManager.replicas, " +
        "beside resource and not inside it",
    },
    {
      spec: { jobManager: { resources: { requests: { cpu: true } } } },
      says: "spec.jobManager.resources.requests.cpu is true, must be a quantity, such as 2, 500m or 2Gi",
    },
  ])("$says", ({ spec, says }) => {
    expect(wrong(resource("FlinkDeployment", spec))).toEqual([says]);
  });

  test("are all told at once", () => {
    expect(wrong(resource("FlinkDeployment", { image: 1, job: { state: 2 } }))).toHaveLength(2);
  });

  test("a resource of another group, of no kind, or no resource", () => {
    expect(wrong({ apiVersion: "apps/v1", kind: "Deployment" })).toEqual([
      'apiVersion is "apps/v1", must be flink.apache.org/v1beta1',
      'kind is "Deployment", must be one of FlinkDeployment, FlinkSessionJob, FlinkStateSnapshot, FlinkBlueGreenDeployment',
    ]);
    expect(wrong({})).toContain("apiVersion is missing, must be flink.apache.org/v1beta1");
    expect(wrong("x")).toEqual(['it is "x", must be a map']);
  });

  test("show nothing of maps, and nothing under names that mean secrets", () => {
    const spec = { image: { password: "hunter2" }, logConfiguration: { "keystore-password": 4711 } };
    expect(wrong(resource("FlinkDeployment", spec)).join()).not.toMatch(/hunter2|4711/);
  });

  test("an unreadable journal is a problem, never an empty journal", () => {
    expect(wrong(resource("FlinkDeployment", {}, { fleet: { intent: { kind: "deploy" } } }))).not.toEqual([]);
  });
});

describe("readManifest", () => {
  test("fills in what a file does not have", () => {
    expect(readManifest({ apiVersion, kind: "FlinkDeployment", metadata: { name: "a" } }, "here")).toMatchObject({
      kind: "valid",
      value: { metadata: { name: "a", namespace: "here", uid: "", resourceVersion: "", generation: 1 } },
    });
  });

  test("keeps the namespace of the file", () => {
    expect(readManifest(resource("FlinkDeployment"), "here")).toMatchObject({ value: { metadata } });
  });

  test("still wants a name", () => {
    const read = readManifest({ apiVersion, kind: "FlinkDeployment", metadata: {} }, "here");
    expect(read.kind === "invalid" && read.problems.map(sentence)).toEqual(["metadata.name is missing, must be text"]);
  });
});
