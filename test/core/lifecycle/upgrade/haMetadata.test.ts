import { describe, expect, test } from "vitest";
import { haJobs, haMetadata } from "../../../../lib/core/lifecycle/upgrade/haMetadata.ts";
import { anApplication, job, kept, nothingKept } from "../support/builders.ts";

const other = "a".repeat(32);
const configMap = (name: string, data?: unknown) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  ...(data === undefined ? {} : { data }),
});

describe("the ConfigMaps of high availability", () => {
  test.for([
    { name: `counts-${job}-config-map`, version: "1.15 and later", is: [{ jobId: job, checkpointId: 11 }] },
    { name: `counts-${job}-jobmanager-leader`, version: "up to 1.14", is: [{ jobId: job, checkpointId: 11 }] },
    { name: "counts-cluster-config-map", version: "1.15 and later, of the cluster", is: [] },
    { name: "counts-dispatcher-leader", version: "up to 1.14, of the dispatcher", is: [] },
    { name: "counts-restserver-leader", version: "up to 1.14, of REST", is: [] },
    { name: `flink-config-counts-${job}`, version: "a name that ends in an id", is: [] },
    { name: `counts-${job}-config-map-2`, version: "a name that goes on", is: [] },
    { name: `counts-${job.toUpperCase()}-config-map`, version: "an id in capitals", is: [] },
  ])("$version: $name", ({ name, is }) => {
    const data = { "checkpointID-0000000000000000009": "x", "checkpointID-0000000000000000011": "x", counter: "12" };
    expect(haJobs([configMap(name, data)])).toEqual(is);
  });

  test.for([
    { data: undefined, is: undefined },
    { data: null, is: undefined },
    { data: {}, is: undefined },
    { data: { [`jobGraph-${job}`]: "x", counter: "3" }, is: undefined },
    { data: { "checkpointID-0000000000000000002": "x" }, is: 2 },
  ])("the newest checkpoint of $data is $is", ({ data, is }) => {
    expect(haJobs([configMap(`counts-${job}-config-map`, data)])).toEqual([{ jobId: job, checkpointId: is }]);
  });
});

describe("the HA metadata of a resource", () => {
  const resource = anApplication({ status: { jobStatus: { jobId: job } } });
  test.for([
    { when: "nobody looked", ha: { kind: "notLookedAt" } as const, is: "unknown" },
    { when: "it is where we cannot look", ha: { kind: "elsewhere" } as const, is: "unknown" },
    { when: "there is none", ha: nothingKept, is: "missing" },
    { when: "there is that of another job", ha: kept({ jobId: other }), is: "missing" },
    { when: "it is there", ha: kept({ checkpointId: 4 }), is: { jobId: job, checkpointId: 4 } },
  ])("$when → $is", ({ ha, is }) => {
    expect(haMetadata({ ha, resource })).toEqual(is);
  });

  test("is not found without a job", () => {
    expect(haMetadata({ ha: kept(), resource: anApplication() })).toBe("missing");
  });
});
