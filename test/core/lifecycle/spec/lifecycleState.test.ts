import { describe, expect, test } from "vitest";
import { flinkDeploymentSpec } from "../../../../lib/api/resources/flinkDeployment.ts";
import { specRecord } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import {
  lifecycleState,
  lossMessages,
  type LifecycleStatus,
} from "../../../../lib/core/lifecycle/spec/lifecycleState.ts";

const spec = flinkDeploymentSpec.parse({ job: { jarURI: "local:///a.jar", parallelism: 1 } });
const record = (state: "running" | "suspended") =>
  specRecord(spec, { firstDeployment: false, job: { state, upgradeMode: "stateless" } });

const running = record("running");
const deployed = { state: "DEPLOYED", lastReconciledSpec: running } as const;
const session = specRecord(flinkDeploymentSpec.parse({}), { firstDeployment: true });
const lost = { error: `Boo. ${lossMessages[2]} to restore` };

const cases: readonly { when: string; status: LifecycleStatus; state: string }[] = [
  { when: "nothing yet", status: {}, state: "CREATED" },
  { when: "nothing yet, empty error", status: { error: "" }, state: "CREATED" },
  { when: "nothing yet, invalid", status: { error: "x" }, state: "FAILED" },
  { when: "a claim without a spec", status: { reconciliationStatus: { state: "UPGRADING" } }, state: "CREATED" },
  { when: "being deployed", status: { reconciliationStatus: { ...deployed, state: "UPGRADING" } }, state: "UPGRADING" },
  {
    when: "rolling back",
    status: { reconciliationStatus: { ...deployed, state: "ROLLING_BACK" } },
    state: "ROLLING_BACK",
  },
  {
    when: "upgrading beats a failed job",
    status: { jobStatus: { state: "FAILED" }, reconciliationStatus: { ...deployed, state: "UPGRADING" } },
    state: "UPGRADING",
  },
  { when: "deployed", status: { reconciliationStatus: deployed }, state: "DEPLOYED" },
  { when: "stable", status: { reconciliationStatus: { ...deployed, lastStableSpec: running } }, state: "STABLE" },
  {
    when: "an older spec was stable",
    status: { reconciliationStatus: { ...deployed, lastStableSpec: session } },
    state: "DEPLOYED",
  },
  {
    when: "suspended",
    status: {
      reconciliationStatus: {
        state: "DEPLOYED",
        lastReconciledSpec: record("suspended"),
        lastStableSpec: record("suspended"),
      },
    },
    state: "SUSPENDED",
  },
  {
    when: "suspended beats a failed job",
    status: {
      jobStatus: { state: "FAILED" },
      reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: record("suspended") },
    },
    state: "SUSPENDED",
  },
  {
    when: "an unreadable record is not suspended",
    status: { reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: "{" } },
    state: "DEPLOYED",
  },
  {
    when: "the job failed",
    status: { jobStatus: { state: "FAILED" }, reconciliationStatus: { ...deployed, lastStableSpec: running } },
    state: "FAILED",
  },
  {
    when: "the job finished",
    status: { jobStatus: { state: "FINISHED" }, reconciliationStatus: { ...deployed, lastStableSpec: running } },
    state: "STABLE",
  },
  {
    when: "lost, JobManager missing",
    status: { ...lost, jobManagerDeploymentStatus: "MISSING", reconciliationStatus: deployed },
    state: "FAILED",
  },
  {
    when: "lost, JobManager in error",
    status: { ...lost, jobManagerDeploymentStatus: "ERROR", reconciliationStatus: deployed },
    state: "FAILED",
  },
  {
    when: "an old loss, JobManager back",
    status: { ...lost, jobManagerDeploymentStatus: "READY", reconciliationStatus: deployed },
    state: "DEPLOYED",
  },
  {
    when: "missing for another reason",
    status: {
      error: "Missing JobManager deployment",
      jobManagerDeploymentStatus: "MISSING",
      reconciliationStatus: deployed,
    },
    state: "DEPLOYED",
  },
  {
    when: "missing without an error",
    status: { jobManagerDeploymentStatus: "MISSING", reconciliationStatus: deployed },
    state: "DEPLOYED",
  },
  {
    when: "rolled back",
    status: { reconciliationStatus: { ...deployed, state: "ROLLED_BACK", lastStableSpec: running } },
    state: "ROLLED_BACK",
  },
  {
    when: "a session cluster",
    status: { reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: session, lastStableSpec: session } },
    state: "STABLE",
  },
  {
    when: "going away",
    status: { lifecycleState: "DELETING", jobStatus: { state: "FAILED" }, reconciliationStatus: deployed },
    state: "DELETING",
  },
  { when: "gone", status: { lifecycleState: "DELETED" }, state: "DELETED" },
  { when: "any other state is worked out anew", status: { lifecycleState: "STABLE" }, state: "CREATED" },
];

describe("lifecycleState", () => {
  test.for(cases)("$when: $state", ({ status, state }) => {
    expect(lifecycleState(status)).toBe(state);
  });

  test.for(lossMessages.map((message) => [message]))("%s: only a user can help", ([message]) => {
    const status = { error: message, jobManagerDeploymentStatus: "MISSING", reconciliationStatus: deployed } as const;
    expect(lifecycleState(status)).toBe("FAILED");
  });
});
