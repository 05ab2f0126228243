import { describe, expect, test } from "vitest";
import type { FlinkDeploymentStatus } from "../../../../lib/api/resources/flinkDeployment.ts";
import { flinkSessionJob } from "../../../../lib/api/resources/flinkSessionJob.ts";
import { asFlinkResource, sessionJobStatus } from "../../../../lib/core/lifecycle/sessionJobs/asFlinkResource.ts";
import { aDeployIntent, aDeployment } from "../support/builders.ts";
import { aCluster, aSessionJob, clusterLook, jobIds } from "../support/sessionLook.ts";

const look = clusterLook(aCluster({ spec: { flinkVersion: "v2_1" }, running: {} }), aDeployment({ name: "shared" }));
const intent = aDeployIntent();

describe("a session job as the deployment of its job", () => {
  test("has the version of Flink that its cluster runs, and the rest is its own", () => {
    const of = aSessionJob({ job: { args: ["--fast"] } });
    const { spec, session, kind } = asFlinkResource(of, look);
    expect(kind).toBe("FlinkSessionJob");
    expect(spec).toMatchObject({ flinkVersion: "v1_20", mode: "native", deploymentName: "shared", job: of.spec.job });
    expect(session).toMatchObject({ name: "shared", jobIds, state: { kind: "ready" } });
  });

  test("without a cluster has no version, and still a name of one in its record", () => {
    const { spec } = asFlinkResource(
      aSessionJob({ spec: { deploymentName: undefined } }),
      clusterLook(undefined, undefined),
    );
    expect(spec.flinkVersion).toBeUndefined();
    expect(spec.deploymentName).toBe("");
  });

  test("a cluster that waits for its jobs waits for a stateless one where the mode is left open", () => {
    const { job: _none, ...spec } = aSessionJob().spec;
    expect(asFlinkResource({ ...aSessionJob(), spec: spec as never }, look).spec.job).toBeUndefined();
  });
});

describe("what its status has no field for is in the journal", () => {
  const refused: FlinkDeploymentStatus = {
    conditions: [],
    jobManagerDeploymentStatus: "ERROR",
    clusterInfo: { ClusterHealthInfo: "{}" },
    taskManager: { labelSelector: "a=b", replicas: 1 },
    fleet: { intent },
  };

  test("that a submission was refused, and what the health check remembers", () => {
    expect(sessionJobStatus(refused)).toEqual({
      conditions: [],
      fleet: { intent: { ...intent, refused: true }, health: "{}" },
    });
  });

  test("and comes back from there", () => {
    const status = sessionJobStatus(refused);
    const read = flinkSessionJob.parse({ ...aSessionJob(), status });
    expect(asFlinkResource(read, look).status).toMatchObject({
      jobManagerDeploymentStatus: "ERROR",
      clusterInfo: { ClusterHealthInfo: "{}" },
    });
  });

  test("what was refused is so no more once it is announced again, and health goes with its job", () => {
    const before: FlinkDeploymentStatus = {
      conditions: [],
      jobManagerDeploymentStatus: "MISSING",
      fleet: { intent: { ...intent, refused: true }, health: "{}" },
    };
    expect(sessionJobStatus(before)).toEqual({ conditions: [], fleet: { intent } });
  });

  test("the stop of a job stays as it is, and an empty journal is none", () => {
    const stop = { ...intent, kind: "stop", way: "cancel", from: "DEPLOYED" } as never;
    expect(
      sessionJobStatus({ conditions: [], jobManagerDeploymentStatus: "ERROR", fleet: { intent: stop } }).fleet?.intent,
    ).toEqual(stop);
    expect(sessionJobStatus({ conditions: [], fleet: { health: "{}" } })).toEqual({ conditions: [] });
    expect(sessionJobStatus({ conditions: [] })).toEqual({ conditions: [] });
  });

  test("nothing was refused where nothing is announced", () => {
    expect(asFlinkResource(aSessionJob(), look).status).not.toHaveProperty("jobManagerDeploymentStatus");
    expect(asFlinkResource(aSessionJob(), look).status).not.toHaveProperty("clusterInfo");
  });
});
