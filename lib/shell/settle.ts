import type { KubernetesObject } from "../core/kubernetes.ts";
import { later } from "../core/time.ts";
import { observe } from "./observe.ts";
import { observeSessionJob } from "./observeSessionJob.ts";
import { run, type Ran } from "./run.ts";
import { Shard } from "./shard.ts";
import type { PassPorts } from "./result.ts";

/** More steps in a row than any rule asks for: then the schedule goes on with it. */
const mostSteps = 6;

export type SettledKind = "FlinkDeployment" | "FlinkSessionJob";

/** Runs a resource, and again at once for as long as a plan asks for it, each time after a fresh look at this one resource. */
export async function settle(kind: SettledKind, listed: KubernetesObject, pass: Shard, ports: PassPorts): Promise<Ran> {
  const deadline = Math.min(ports.deadline, later(ports.clock.now(), ports.patience));
  const { namespace = "default", name } = listed.metadata;
  const only = kind === "FlinkDeployment" ? { name } : { sessionJob: name };
  let ran = await step(kind, listed, pass, ports);
  for (let steps = 1; ran.wake === 0 && steps < mostSteps && ports.clock.now() < deadline; steps += 1) {
    const object = await pass.cluster.read({ kind, namespace, name });
    if (object === undefined) break;
    const next = await step(kind, object, new Shard(pass.connection, { namespaces: [namespace], ...only }), ports);
    ran = { ...next, wrote: true };
  }
  return ran;
}

async function step(kind: SettledKind, object: KubernetesObject, shard: Shard, ports: PassPorts): Promise<Ran> {
  const now = ports.clock.now();
  const fresh = { jobId: ports.ids.jobId(), deploymentId: ports.ids.uuid(), triggerId: ports.ids.triggerId() };
  const lens = { now, defaults: ports.defaults };
  const { until } = ports;
  const { seen, defaults } =
    kind === "FlinkDeployment"
      ? { seen: await observe(object, shard, lens), defaults: ports.defaults }
      : await observeSessionJob(object, shard, lens, ports.ids);
  return run({ object, seen }, shard.connection, { now, fresh, defaults, until }, ports);
}
