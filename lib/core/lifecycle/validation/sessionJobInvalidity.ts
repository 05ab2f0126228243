import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJobSpec } from "../../../api/resources/flinkSessionJob.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { autoscaler } from "./autoscaler.ts";
import { isCanary } from "./canaryLabel.ts";
import { jarUri } from "./jarUri.ts";
import { jobRules } from "./job.ts";
import { firstProblem, problem, type Problem } from "./problem.ts";
import { operatorOptions } from "./operatorOptions.ts";
import { resourceName } from "./resourceName.ts";

/** What a FlinkSessionJob is judged by. */
export interface WantedSessionJob {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: FlinkSessionJobSpec;
  /** The spec that was reconciled last, if any ever was. */
  readonly last: FlinkSessionJobSpec | undefined;
  /** Its session cluster, where it is known. */
  readonly session: { readonly name: string; readonly spec: FlinkDeploymentSpec } | undefined;
  /** The operator's defaults overlaid by the session cluster's configuration and by the job's. */
  readonly configuration: FlinkConfiguration;
  /** The operator's own settings, which no resource can change. */
  readonly operator: FlinkConfiguration;
}

type SessionJobRule = (wanted: WantedSessionJob) => Problem | undefined;

const deployment = "spec.deploymentName";

const deploymentName: SessionJobRule = ({ spec }) => resourceName(deployment, spec.deploymentName ?? "");

const hasJob: SessionJobRule = ({ spec }) =>
  spec.job === undefined
    ? problem("spec.job", "The job spec should not be empty. Set spec.job with at least jarURI and parallelism.")
    : undefined;

const sameDeployment: SessionJobRule = ({ spec, last }) =>
  last === undefined || last.deploymentName === spec.deploymentName
    ? undefined
    : problem(
        deployment,
        `The deploymentName can't be changed. Set ${deployment} (${spec.deploymentName}) back to ${last.deploymentName}, or create another FlinkSessionJob.`,
      );

const jar: SessionJobRule = ({ spec, operator }) =>
  spec.job?.jarURI === undefined ? undefined : jarUri(spec.job.jarURI, operator);

const onSessionCluster: SessionJobRule = ({ session }) =>
  session?.spec.job === undefined
    ? undefined
    : problem(
        deployment,
        `Can not submit session job to application cluster. ${session.name} has a spec.job of its own: name a FlinkDeployment without one.`,
      );

const itsCluster: SessionJobRule = ({ spec, session }) =>
  session === undefined || session.name === spec.deploymentName
    ? undefined
    : problem(
        deployment,
        `The session job's cluster id is not match with the session cluster. ${deployment} is ${spec.deploymentName}, the cluster is ${session.name}.`,
      );

/** Checked against the cluster's configuration, so only where the cluster is known. */
const jobItself: SessionJobRule = ({ spec, session, configuration }) =>
  session === undefined || spec.job === undefined
    ? undefined
    : (firstProblem(jobRules, { job: spec.job, configuration, taskManagers: undefined }) ??
      operatorOptions(configuration) ??
      autoscaler(configuration));

/** The order of the Apache operator's DefaultValidator.validateSessionJob. */
const rules: readonly SessionJobRule[] = [
  deploymentName,
  hasJob,
  sameDeployment,
  jar,
  onSessionCluster,
  itsCluster,
  jobItself,
];

/** Why nobody could run this FlinkSessionJob as it is; undefined when there is nothing to say against it. */
export function sessionJobInvalidity(wanted: WantedSessionJob): Problem | undefined {
  return isCanary(wanted.metadata.labels) ? undefined : firstProblem(rules, wanted);
}
