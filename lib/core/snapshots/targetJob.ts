import type { FlinkResource } from "../lifecycle/flinkResource.ts";
import type { FlinkSessionJob } from "../../api/resources/flinkSessionJob.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { userConfiguration } from "../configuration/effective.ts";
import { flattened, type FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { overlaid } from "../configuration/overlaid.ts";
import { versions } from "../configuration/versions.ts";
import type { JobId } from "../flink.ts";
import type { Deployed } from "../lifecycle/observation/deployed.ts";
import { restAddress } from "../lifecycle/observation/restAddress.ts";
import { runningSpec } from "../lifecycle/observation/running.ts";
import { recordedSpec } from "../lifecycle/spec/lastReconciledSpec.ts";
import { standingOf, type Course, type JobsView } from "./standing.ts";
import type { JobSeen } from "./seen.ts";

/** The resource whose job it is, and the Flink cluster that runs it: for an application they are one. */
export interface TargetResources {
  readonly cluster: FlinkResource;
  readonly deployed: Deployed;
  readonly sessionJob: FlinkSessionJob | undefined;
}

/** Puts together what a snapshot has to know of its job. */
export function targetJob(target: TargetResources, jobs: JobsView, defaults: OperatorDefaults): JobSeen {
  const { cluster, deployed, sessionJob } = target;
  const spec = runningSpec({ resource: cluster, deployed });
  const course = sessionJob === undefined ? ofApplication(target) : ofSessionJob(sessionJob);
  return {
    kind: "found",
    at: restAddress({ resource: cluster, deployed }),
    jobId: course.jobId,
    version: versions[spec.flinkVersion ?? newest],
    configuration: configurationOf(
      target,
      userConfiguration({ namespace: cluster.metadata.namespace, spec }, defaults),
    ),
    needed: needed(sessionJob ?? cluster),
    answers: jobs.kind === "answered",
    standing: standingOf(course, jobs),
  };
}

/** A resource that runs has a version; of one that never did nothing is asked. */
const newest = "v2_3";

const configurationOf = ({ sessionJob }: TargetResources, cluster: FlinkConfiguration): FlinkConfiguration =>
  sessionJob === undefined ? cluster : overlaid(cluster, flattened(sessionJob.spec.flinkConfiguration));

function ofApplication({ cluster, deployed }: TargetResources): Course {
  const { jobStatus, reconciliationStatus } = cluster.status;
  const job = deployed.kind === "recorded" ? deployed.spec.job : cluster.spec.job;
  return {
    jobId: jobStatus?.jobId as JobId | undefined,
    state: jobStatus?.state,
    wanted: job?.state,
    reconciliation: reconciliationStatus?.state,
  };
}

function ofSessionJob({ spec, status }: FlinkSessionJob): Course {
  const { jobStatus, reconciliationStatus } = status;
  const recorded = recordedSpec(reconciliationStatus?.lastReconciledSpec);
  const running = recorded.kind === "recorded" ? recorded.spec : spec;
  return {
    jobId: jobStatus?.jobId as JobId | undefined,
    state: jobStatus?.state,
    wanted: running.job?.state,
    reconciliation: reconciliationStatus?.state,
  };
}

/** What the next start restores, and what the user says that a start restores. */
function needed({ spec, status }: FlinkResource | FlinkSessionJob): readonly string[] {
  const paths = [status.jobStatus?.upgradeSavepointPath, status.fleet?.state?.path, spec.job?.initialSavepointPath];
  return paths.filter((path) => path !== undefined);
}
