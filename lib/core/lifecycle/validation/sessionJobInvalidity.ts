import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJobSpec } from "../../../api/resources/flinkSessionJob.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { type LocalJar, localJar } from "../../configuration/localJar.ts";
import { textOf } from "../../configuration/options.ts";
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

const jar: SessionJobRule = ({ spec, operator }) =>
  spec.job?.jarURI === undefined ? undefined : jarUri(spec.job.jarURI, operator);

/** Known only with the cluster. */
const localJarPlace: SessionJobRule = ({ spec, session, configuration }) => {
  const uri = spec.job?.jarURI ?? "";
  const jar = localJar(uri);
  if (jar === undefined || session === undefined) return undefined;
  const uploads = textOf(configuration, "web.upload.dir")?.replace(/\/+$/, "");
  if (uploads !== undefined && jar.folder === `${uploads}/flink-web-upload` && isJar(jar)) return undefined;
  return problem("spec.job.jarURI", `spec.job.jarURI '${uri}' ${misplacedText(jar, uploads)}`);
};

const isJar = ({ file }: LocalJar): boolean => file.endsWith(".jar");

function misplacedText(jar: LocalJar, uploads: string | undefined): string {
  const place = `${uploads ?? "/opt/flink/jobs"}/flink-web-upload/${isJar(jar) ? jar.file : "NAME.jar"}`;
  const set = uploads === undefined ? ", and set web.upload.dir of the session cluster to /opt/flink/jobs" : "";
  return `is not where Flink runs a jar of its image from: put it to ${place} in the image${set}. Or put it into /opt/flink/lib and leave spec.job.jarURI out.`;
}

const onSessionCluster: SessionJobRule = ({ session }) =>
  session?.spec.job === undefined
    ? undefined
    : problem(
        deployment,
        `Can not submit session job to application cluster. ${session.name} has a spec.job of its own: name a FlinkDeployment without one.`,
      );

/** Checked against the cluster's configuration, so only where the cluster is known. */
const jobItself: SessionJobRule = ({ spec, session, configuration }) =>
  session === undefined || spec.job === undefined
    ? undefined
    : (firstProblem(jobRules, { job: spec.job, configuration, taskManagers: undefined }) ??
      operatorOptions(configuration) ??
      autoscaler(configuration));

/** The order of the Apache operator's DefaultValidator.validateSessionJob. That one forbids to move a job to another cluster. */
const rules: readonly SessionJobRule[] = [deploymentName, hasJob, jar, onSessionCluster, localJarPlace, jobItself];

/** Why nobody could run this FlinkSessionJob as it is; undefined when there is nothing to say against it. */
export function sessionJobInvalidity(wanted: WantedSessionJob): Problem | undefined {
  return isCanary(wanted.metadata.labels) ? undefined : firstProblem(rules, wanted);
}
