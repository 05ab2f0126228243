import type { FlinkDeployment } from "../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../api/resources/flinkSessionJob.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { defined } from "../core/configuration/defined.ts";
import { userConfiguration } from "../core/configuration/effective.ts";
import { flattened } from "../core/configuration/flinkConfiguration.ts";
import { sessionJobRun } from "../core/configuration/sessionJobRun.ts";
import { versions } from "../core/configuration/versions.ts";
import type { JobId } from "../core/flink.ts";
import { sessionDefaults } from "../core/lifecycle/sessionJobs/sessionCluster.ts";
import { carriesSecret, hidden, looksSecret } from "../core/lifecycle/spec/secrets.ts";
import type { Problem } from "../core/lifecycle/validation/problem.ts";
import { sessionJobInvalidity } from "../core/lifecycle/validation/sessionJobInvalidity.ts";
import { initialState } from "../core/objects/rendered.ts";

/** A session job makes no objects: what it is told of it, or why nobody could run it. */
export type SessionJobRendering =
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "note"; readonly note: string };

/** `cluster` is its FlinkDeployment, where that is among the files as well. */
export function sessionJobRendering(
  job: FlinkSessionJob,
  cluster: FlinkDeployment | undefined,
  fleet: OperatorDefaults,
): SessionJobRendering {
  const { metadata, spec } = job;
  const name = spec.deploymentName ?? "";
  const found = cluster && { resource: cluster, deployed: { kind: "nothing" } as const };
  const defaults = sessionDefaults({ name, found, jobManager: undefined, defaults: fleet, jobIds: "" });
  const { namespace } = metadata;
  const wanted = { namespace, spec: { ...spec, mode: "native", flinkVersion: cluster?.spec.flinkVersion } as const };
  const configuration = userConfiguration(wanted, defaults);
  const session = cluster && { name, spec: cluster.spec };
  const problem = sessionJobInvalidity({ metadata, spec, session, configuration, operator: fleet.configuration });
  if (problem !== undefined) return { kind: "problem", problem };
  const told = `FlinkSessionJob ${metadata.name} makes no objects: Flink is asked to run it on ${name}`;
  const request = cluster && requestOf(job, cluster, configuration);
  const how =
    request === undefined
      ? `; ${name} is not among these files, so that it is not checked against its configuration`
      : `, with ${JSON.stringify(request)}`;
  return { kind: "note", note: `${told}${how}` };
}

/** As POST /jars/:jarid/run has it, but the id of the job, which is chosen when it is submitted. */
function requestOf(
  { metadata, spec: { job, flinkConfiguration } }: FlinkSessionJob,
  cluster: FlinkDeployment,
  whole: ReturnType<typeof userConfiguration>,
): object | undefined {
  const { flinkVersion } = cluster.spec;
  if (job === undefined || flinkVersion === undefined) return undefined;
  const run = sessionJobRun({
    name: metadata.name,
    job,
    flinkVersion,
    jobId: "" as JobId,
    restoreFrom: initialState({ ...cluster.spec, job }),
    own: flattened(flinkConfiguration),
    whole,
  });
  return defined<unknown>({
    jarURI: job.jarURI === undefined ? undefined : shown(job.jarURI),
    entryClass: run.entryClass,
    programArgsList: run.programArgs.length === 0 ? undefined : run.programArgs.map(shown),
    parallelism: run.parallelism,
    savepointPath: run.savepointPath,
    allowNonRestoredState: run.allowNonRestoredState,
    flinkConfiguration: versions[flinkVersion].jarsTakeConfiguration
      ? withoutSecrets(run.flinkConfiguration)
      : undefined,
  });
}

const shown = (text: string): string => (carriesSecret(text) ? hidden : text);

const withoutSecrets = (configuration: Readonly<Record<string, string>> = {}): object =>
  Object.fromEntries(
    Object.entries(configuration).map(([key, text]) => [key, looksSecret(key) ? hidden : shown(text)]),
  );
