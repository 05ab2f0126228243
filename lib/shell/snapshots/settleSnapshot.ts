import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { later } from "../../core/time.ts";
import { Shard } from "../shard.ts";
import type { PassPorts } from "../result.ts";
import { observeSnapshot, type OtherPaths } from "./observeSnapshot.ts";
import { readable } from "../readable.ts";
import { snapshotCharge, stillInCharge } from "./snapshotCharge.ts";
import { runSnapshot, type SnapshotRan } from "./runSnapshot.ts";

/** More steps in a row than any rule asks for: then the schedule goes on with it. */
const mostSteps = 6;

export interface Listed {
  readonly object: KubernetesObject;
  /** Paths that other FlinkStateSnapshots speak of. */
  readonly others: OtherPaths;
}

/** Runs a snapshot, and again at once for as long as a plan asks for it, each time after a fresh look. `undefined`: it is not ours. */
export async function settleSnapshot(
  { object: listed, others }: Listed,
  pass: Shard,
  ports: PassPorts,
): Promise<SnapshotRan | undefined> {
  const deadline = Math.min(ports.deadline, later(ports.clock.now(), ports.patience));
  const resource = readable("FlinkStateSnapshot", listed);
  const { namespace, name } = resource.metadata;
  const first = pass.scope.snapshot === undefined ? pass : aroundJob(resource, pass);
  if ((await snapshotCharge(resource, first, ports.charges)).charge !== "operate") return undefined;
  let ran = await step({ object: listed, others }, first, ports);
  for (let steps = 1; ran?.wake === 0 && steps < mostSteps && ports.clock.now() < deadline; steps += 1) {
    const object = await pass.cluster.read({ kind: "FlinkStateSnapshot", namespace, name });
    if (object === undefined) break;
    const next = await step({ object, others }, aroundJob(resource, pass), ports);
    if (next === undefined) break;
    ran = { ...next, wrote: true };
  }
  return ran;
}

async function step({ object, others }: Listed, shard: Shard, ports: PassPorts): Promise<SnapshotRan | undefined> {
  const { clock, ids, defaults, charges } = ports;
  const now = clock.now();
  const fresh = { triggerId: ids.triggerId() };
  const resource = readable("FlinkStateSnapshot", object);
  const seen = await observeSnapshot(resource, others, shard, defaults);
  if (seen === undefined) return undefined;
  const stillOurs = (): Promise<void> => stillInCharge(resource, shard.cluster, charges);
  return runSnapshot({ object, seen, stillOurs }, shard.connection, { now, fresh }, ports);
}

/** Lists of its own that hold the job's cluster; a session job does not say which that is before it is read. */
export function aroundJob({ metadata: { namespace }, spec: { jobReference } }: FlinkStateSnapshot, pass: Shard): Shard {
  const { kind, name } = jobReference ?? {};
  const only = kind === "FlinkSessionJob" ? { sessionJob: name } : { name };
  return new Shard(pass.connection, { namespaces: [namespace], ...only, labelSelector: pass.scope.labelSelector });
}
