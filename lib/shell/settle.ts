import type { KubernetesObject } from "../core/kubernetes.ts";
import { later, type Instant, type Millis } from "../core/time.ts";
import { observe } from "./observe.ts";
import { run, type Ran } from "./run.ts";
import { Shard } from "./shard.ts";
import type { Ports } from "./sweep.ts";

/** More steps in a row than any rule asks for: then the schedule goes on with it. */
const mostSteps = 6;

/** Runs a resource, and again at once for as long as a plan asks for it, each time after a fresh look at this one resource. */
export async function settle(
  listed: KubernetesObject,
  pass: Shard,
  ports: Ports & { readonly deadline: Instant; readonly patience: Millis },
): Promise<Ran> {
  const deadline = Math.min(ports.deadline, later(ports.clock.now(), ports.patience));
  let object: KubernetesObject | undefined = listed;
  let shard = pass;
  let ran: Ran | undefined;
  for (let step = 0; step < mostSteps && object !== undefined; step += 1) {
    const now = ports.clock.now();
    if (ran !== undefined && now >= deadline) break;
    const fresh = { jobId: ports.ids.jobId(), resultStoreId: ports.ids.uuid() };
    const seen = await observe(object, shard, now);
    const next: Ran = await run({ object, seen }, pass.connection, { now, fresh, defaults: ports.defaults }, ports.log);
    ran = { ...next, wrote: next.wrote || (ran?.wrote ?? false) };
    if (next.wake !== 0) return ran;
    const { namespace = "default", name } = object.metadata;
    object = await pass.cluster.read({ kind: "FlinkDeployment", namespace, name });
    shard = new Shard(pass.connection, { namespaces: [namespace], name });
  }
  return ran ?? { because: "gone", act: "wait", wake: "on schedule", wrote: false };
}
