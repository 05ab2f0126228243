import type { KubernetesObject } from "../../kubernetes.ts";
import type { HaJob, HaView, Seen } from "../seen.ts";

const jobId = "([0-9a-f]{32})";
const newStyle = new RegExp(`-${jobId}-config-map$`, "u");
/** Up to 1.14. */
const oldStyle = new RegExp(`-${jobId}-jobmanager-leader$`, "u");

/** What ConfigMaps labelled as Flink's tell of high availability (KubernetesHaServices): the names of jobs, and their checkpoints' ids. */
export function haJobs(configMaps: readonly KubernetesObject[]): readonly HaJob[] {
  return configMaps.flatMap(({ metadata, data }) => {
    const id = (newStyle.exec(metadata.name) ?? oldStyle.exec(metadata.name))?.[1];
    return id === undefined ? [] : [{ jobId: id, checkpointId: newestCheckpoint(data) }];
  });
}

function newestCheckpoint(data: unknown): number | undefined {
  const keys = typeof data === "object" && data !== null ? Object.keys(data) : [];
  const ids = keys.flatMap((key) =>
    key.startsWith("checkpointID-") ? [Number(key.slice("checkpointID-".length))] : [],
  );
  return ids.length === 0 ? undefined : Math.max(...ids);
}

/** The HA metadata of the job of this resource. `unknown`: it was not, or cannot be, looked at. */
export type HaMetadata = HaJob | "missing" | "unknown";

export function haMetadata({ ha, resource }: Pick<Seen, "ha" | "resource">): HaMetadata {
  if (ha.kind !== "looked") return "unknown";
  return jobOf(ha, resource.status.jobStatus?.jobId) ?? "missing";
}

const jobOf = ({ jobs }: Extract<HaView, { readonly kind: "looked" }>, id: string | undefined): HaJob | undefined =>
  jobs.find((job) => job.jobId === id);
