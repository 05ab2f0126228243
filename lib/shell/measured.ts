import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { Faulted } from "../core/fault.ts";
import type { JobOverview } from "../core/flink.ts";
import { asksForHealth } from "../core/lifecycle/health/asksForHealth.ts";
import { healthMetrics } from "../core/lifecycle/health/clusterHealth.ts";
import { isTerminal } from "../core/lifecycle/observation/jobState.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import { wantedScaling } from "../core/lifecycle/scaling/wantedScaling.ts";
import type { FlinkView, Seen } from "../core/lifecycle/seen.ts";
import type { Flink } from "../ports/index.ts";

type Measures = Pick<Extract<FlinkView, { readonly kind: "answered" }>, "requirements" | "vertices" | "metrics">;

export const unmeasured: Measures = { requirements: undefined, vertices: undefined, metrics: undefined };

/** How large a job is and how well it does: asked for only where somebody wants to know. What cannot be told is waited for. */
export async function measured(
  subject: Pick<Seen, "resource" | "deployed">,
  job: JobOverview,
  flink: Flink,
  { defaults }: { readonly defaults: OperatorDefaults },
): Promise<Measures> {
  const at = restAddress(subject);
  const way = isTerminal(job.state) ? undefined : wantedScaling(subject, defaults)?.kind;
  const isByRequirements = way === "requirements";
  const isFollowed = isByRequirements || way === "reactive";
  const isJudged = asksForHealth(subject, job, defaults);
  return {
    requirements: isByRequirements ? await unlessFaulted(flink.resourceRequirements(at, job.id)) : undefined,
    vertices: isFollowed ? await unlessFaulted(flink.vertices(at, job.id)) : undefined,
    metrics: isJudged ? await unlessFaulted(flink.jobMetrics(at, job.id, healthMetrics)) : undefined,
  };
}

async function unlessFaulted<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Faulted) return undefined;
    throw error;
  }
}
