import { describe, expect, test } from "vitest";
import type { FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { clusterOf } from "../../../../lib/core/lifecycle/sessionJobs/clusterOf.ts";
import { sessionCluster, sessionDefaults } from "../../../../lib/core/lifecycle/sessionJobs/sessionCluster.ts";
import { anApplication, aDeployIntent, aDeployment, aSession, deployed } from "../support/builders.ts";
import {
  aCluster,
  aDrainingCluster,
  aSessionJob,
  clusterLook,
  drainingStatus,
  type SessionJobParts,
} from "../support/sessionLook.ts";

const up = aDeployment({ name: "shared" });
const upgrading = { reconciliationStatus: { ...aCluster().status.reconciliationStatus, state: "UPGRADING" } };

describe("a session cluster", () => {
  test.for<{
    readonly when: string;
    readonly found?: FlinkDeployment | undefined;
    readonly jobManager?: Seen["jobManager"];
    readonly is: string;
    readonly because?: string;
  }>([
    { when: "is up", is: "ready" },
    {
      when: "is not there",
      found: undefined,
      jobManager: undefined,
      is: "gone",
      because: "the session cluster shared is not there",
    },
    {
      when: "is not there, and its JobManager is",
      found: undefined,
      is: "waiting",
      because: "its JobManager still is",
    },
    {
      when: "is an application",
      found: deployed(anApplication({ metadata: { name: "shared" } })),
      is: "waiting",
      because: "shared is no session cluster",
    },
    {
      when: "is being deleted",
      found: aCluster({ metadata: { deletionTimestamp: "2026-01-01T12:00:00Z" } }),
      is: "going",
      because: "is being deleted",
    },
    {
      when: "is being deleted, and its JobManager is not up",
      found: aCluster({ metadata: { deletionTimestamp: "2026-01-01T12:00:00Z" } }),
      jobManager: { ...up, availableReplicas: 0 },
      is: "waiting",
      because: "is being deleted",
    },
    {
      when: "was never deployed",
      found: aSession({ metadata: { name: "shared" } }),
      is: "waiting",
      because: "not deployed yet",
    },
    { when: "is being changed", found: aCluster({ status: upgrading }), is: "waiting", because: "is being changed" },
    {
      when: "waits for its jobs",
      found: aDrainingCluster(),
      is: "draining",
      because: "about to be changed",
    },
    { when: "has lost its JobManager", jobManager: undefined, is: "waiting", because: "is not up" },
    { when: "has a JobManager that goes", jobManager: { ...up, deleting: true }, is: "waiting", because: "is not up" },
    {
      when: "has a JobManager that is not up",
      jobManager: { ...up, availableReplicas: 0 },
      is: "waiting",
      because: "is not up",
    },
  ])("that $when: $is", ({ is, because = "", ...parts }) => {
    const found = "found" in parts ? parts.found : aCluster();
    const jobManager = "jobManager" in parts ? parts.jobManager : up;
    const { state } = sessionCluster(clusterLook(found, jobManager), "stateless");
    expect(state.kind).toBe(is);
    expect("because" in state ? state.because : "").toContain(because);
  });

  test.for([
    { mode: "savepoint", waits: true },
    { mode: "last-state", waits: false },
    { mode: "stateless", waits: false },
  ] as const)("that is draining with high availability waits for $mode: $waits", ({ mode, waits }) => {
    const { state } = sessionCluster(clusterLook(aDrainingCluster(), up), mode);
    expect(state).toMatchObject({ kind: "draining", waitsForJob: waits });
  });

  test("that is draining waits for no job once its change is taken back", () => {
    const { state } = sessionCluster(clusterLook(aCluster({ status: drainingStatus }), up), "savepoint");
    expect(state).toMatchObject({ kind: "draining", waitsForJob: false });
  });

  test("has the scheme of what is deployed, whatever is wanted", () => {
    const tls = { "security.ssl.rest.enabled": "true" };
    const scheme = (found: FlinkDeployment | undefined) => sessionCluster(clusterLook(found, up), "stateless").scheme;
    expect(scheme(aCluster())).toBe("http");
    expect(scheme(aCluster({ configuration: tls, running: {} }))).toBe("http");
    expect(scheme(aCluster({ running: { configuration: tls } }))).toBe("https");
    expect(scheme(undefined)).toBe("http");
  });
});

describe("the defaults of a session job", () => {
  test("are the fleet's under the configuration that its cluster runs with", () => {
    const found = aCluster({ configuration: { a: "wanted" }, running: { configuration: { a: "runs" } } });
    const { configuration } = sessionDefaults(clusterLook(found, up));
    expect(configuration).toMatchObject({ a: "runs", "parallelism.default": "1" });
  });

  test("are the fleet's where there is no cluster", () => {
    const look = clusterLook(undefined, undefined);
    expect(sessionDefaults(look)).toEqual(look.defaults);
  });
});

describe("the cluster of a session job", () => {
  const intent = aDeployIntent();
  const moved: SessionJobParts = { spec: { deploymentName: "other" } };
  test.for<{ readonly when: string; readonly job: SessionJobParts; readonly is: string }>([
    { when: "new", job: {}, is: "shared" },
    { when: "of one that names none", job: { spec: { deploymentName: undefined } }, is: "" },
    {
      when: "that runs where it was, though another is named",
      job: { ...moved, last: { spec: { deploymentName: "shared" } } },
      is: "shared",
    },
    {
      when: "that was stopped, and names another",
      job: { ...moved, last: { spec: { deploymentName: "shared" }, job: { state: "suspended" } } },
      is: "other",
    },
    {
      when: "that is being submitted, and names another by now",
      job: {
        ...moved,
        last: { spec: { deploymentName: "shared" }, job: { state: "suspended" } },
        status: { fleet: { intent } },
      },
      is: "shared",
    },
    {
      when: "whose record cannot be read",
      job: { ...moved, status: { reconciliationStatus: { lastReconciledSpec: "{" } } },
      is: "other",
    },
  ])("$when: $is", ({ job, is }) => {
    expect(clusterOf(aSessionJob(job))).toBe(is);
  });
});
