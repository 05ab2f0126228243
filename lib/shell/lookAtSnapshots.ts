import { readResource } from "../api/read.ts";
import { Faulted } from "../core/fault.ts";
import type { JobId } from "../core/flink.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { presentOptions } from "../core/lifecycle/observation/presentOptions.ts";
import type { Lens } from "../core/lifecycle/questions.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import { isApplication, isDone } from "../core/lifecycle/observation/running.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import { looksAtSnapshots } from "../core/lifecycle/snapshotting.ts";
import { isUnderWay } from "../core/lifecycle/snapshots/looks.ts";
import type { SnapshotType } from "../core/snapshots/labels.ts";
import { infoOf, pendingIn } from "../core/snapshots/legacy/info.ts";
import { recordsInStatus } from "../core/snapshots/legacy/recordsInStatus.ts";
import type { ProgressView } from "../core/snapshots/seen.ts";
import type { Flink } from "../ports/index.ts";
import type { Shard } from "./shard.ts";
import { progressOfRequest } from "./snapshots/progressOfRequest.ts";

/** Looks at the snapshots of an application, where they count; asks Flink only for one that is under way in status. */
export async function lookAtSnapshots(
  seen: Seen,
  shard: Shard,
  { defaults }: Lens,
): Promise<Pick<Seen, "snapshots" | "inStatus">> {
  const isPending = isUnderWay(seen, "SAVEPOINT") || isUnderWay(seen, "CHECKPOINT");
  const looks = looksAtSnapshots(seen, defaults);
  if ((!looks && !isPending) || !isApplication(seen)) return { snapshots: undefined, inStatus: undefined };
  const { isKnown, snapshots } = looks ? await snapshotsOf(seen, shard) : { isKnown: true, snapshots: undefined };
  const { flink } = shard.connection;
  return {
    snapshots,
    inStatus: {
      records: recordsInStatus(presentOptions(seen, defaults), defaults.configuration, isKnown),
      savepoint: await progress(seen, "SAVEPOINT", flink),
      checkpoint: await progress(seen, "CHECKPOINT", flink),
    },
  };
}

interface Listed {
  readonly isKnown: boolean;
  readonly snapshots: Seen["snapshots"];
}

/** Where they may not be listed nobody knows them, and the job is looked after all the same. */
async function snapshotsOf({ resource }: Seen, shard: Shard): Promise<Listed> {
  try {
    const all = await shard.snapshots();
    return {
      isKnown: all !== undefined,
      snapshots: all?.filter(isIn(resource)).flatMap(readable).filter(isOf(resource)),
    };
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "denied") return { isKnown: true, snapshots: undefined };
    throw error;
  }
}

type Snapshot = NonNullable<Seen["snapshots"]>[number];

const isIn =
  (resource: Seen["resource"]) =>
  ({ metadata }: KubernetesObject): boolean =>
    metadata.namespace === resource.metadata.namespace;

const isOf =
  (resource: Seen["resource"]) =>
  ({ spec: { jobReference } }: Snapshot): boolean =>
    jobReference?.kind === resource.kind && jobReference.name === resource.metadata.name;

/** One that cannot be read is not counted: it cannot be what a nonce or a schedule has asked for. */
function readable(object: KubernetesObject): readonly Snapshot[] {
  const read = readResource(object);
  return read.kind === "valid" && read.value.kind === "FlinkStateSnapshot" ? [read.value] : [];
}

async function progress(seen: Seen, type: SnapshotType, flink: Flink): Promise<ProgressView> {
  const { jobStatus } = seen.resource.status;
  const pending = pendingIn(infoOf(jobStatus, type));
  const isAsked = pending !== undefined && isDone(seen) && seen.flink.kind === "answered";
  if (!isAsked || jobStatus?.jobId === undefined) return { kind: "notAsked" };
  const request = { type, triggerId: pending.triggerId, at: restAddress(seen), job: jobStatus.jobId as JobId };
  return progressOfRequest(request, flink);
}
