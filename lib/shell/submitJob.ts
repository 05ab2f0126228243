import type { DeployIntent } from "../api/resources/journal.ts";
import { artifactHeaders } from "../core/configuration/artifactHeaders.ts";
import { userConfiguration } from "../core/configuration/effective.ts";
import { flattened } from "../core/configuration/flinkConfiguration.ts";
import { localJar } from "../core/configuration/localJar.ts";
import { sessionJobRun } from "../core/configuration/sessionJobRun.ts";
import { emptyJar } from "../core/emptyJar.ts";
import { Faulted } from "../core/fault.ts";
import type { JarId, JarRun, JobId } from "../core/flink.ts";
import type { Circumstances } from "../core/lifecycle/circumstances.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import type { Outcome, RunJob } from "../core/lifecycle/plan.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { FlinkAddress, SpokeConnection } from "../ports/index.ts";
import { stillTakesJobs } from "./observeSessionJob.ts";
import { refusal } from "./refusal.ts";
import { unchanged } from "./unchanged.ts";

interface Submission {
  readonly intent: DeployIntent;
  readonly effect: RunJob;
}

/**
 * Fetches the jar, uploads it, and runs its main method with the job id that was announced: Flink refuses a second job of that id, which then is
 * ours. Until the jar is there nothing has been started, so that whatever goes wrong is a refusal.
 */
export async function submitJob(
  plan: Submission,
  seen: Seen,
  connection: SpokeConnection,
  circumstances: Circumstances,
): Promise<Outcome> {
  const at = restAddress(seen);
  const jar = await uploaded(plan, seen, connection, circumstances);
  if (typeof jar !== "string") return jar;
  try {
    // The upload may have taken long: another run may have gone on without us.
    await unchanged(seen.resource, connection.cluster);
    return await ran(at, jar, requestOf(plan, seen, circumstances), connection);
  } finally {
    if (!isLocal(plan)) await deleted(at, jar, connection);
  }
}

async function ran(at: FlinkAddress, jar: JarId, request: JarRun, { flink }: SpokeConnection): Promise<Outcome> {
  try {
    await flink.runJar(at, jar, request);
    return { kind: "done" };
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "conflict") return { kind: "done" };
    return refusal(error);
  }
}

async function uploaded(
  { effect }: Submission,
  seen: Seen,
  connection: SpokeConnection,
  { defaults }: Circumstances,
): Promise<JarId | Outcome> {
  try {
    // A cluster that has announced its change since the look counts on that no job comes any more.
    await stillTakesJobs(seen, connection);
    const uri = effect.spec.job?.jarURI;
    const local = uri === undefined ? undefined : localJar(uri);
    if (local !== undefined) return local.file as JarId;
    const { namespace } = seen.resource.metadata;
    const headers = artifactHeaders(userConfiguration({ namespace, spec: effect.spec }, defaults));
    const artifact = uri === undefined ? emptyJar() : await connection.artifacts.open(uri, { headers });
    try {
      return await connection.flink.uploadJar(restAddress(seen), artifact);
    } finally {
      artifact.close();
    }
  } catch (error) {
    if (error instanceof Faulted) return { kind: "refused", because: error.message };
    throw error;
  }
}

const isLocal = ({ effect }: Submission): boolean =>
  effect.spec.job?.jarURI !== undefined && localJar(effect.spec.job.jarURI) !== undefined;

/** It goes with the JobManager at the latest; that we may not remove it has to be told, and the next look records the job. */
async function deleted(at: FlinkAddress, jar: JarId, { flink }: SpokeConnection): Promise<void> {
  try {
    await flink.deleteJar(at, jar);
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind === "denied") throw error;
  }
}

function requestOf({ intent, effect }: Submission, { resource }: Seen, { defaults }: Circumstances): JarRun {
  const { name, namespace } = resource.metadata;
  const { job, flinkVersion, flinkConfiguration } = effect.spec;
  if (job === undefined || flinkVersion === undefined) throw new Error("a session job that was valid has both");
  return sessionJobRun({
    name,
    job,
    flinkVersion,
    jobId: intent.jobId as JobId,
    restoreFrom: intent.restoreFrom,
    own: flattened(flinkConfiguration),
    whole: userConfiguration({ namespace, spec: effect.spec }, defaults),
  });
}
