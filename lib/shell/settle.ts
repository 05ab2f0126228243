import type { KubernetesObject } from "../core/kubernetes.ts";
import { later } from "../core/time.ts";
import { chargeIn } from "./chargeIn.ts";
import { lookedAt, type LookedKind } from "./lookedAt.ts";
import { run, type Ran } from "./run.ts";
import { shadow } from "./shadow.ts";
import { Shard } from "./shard.ts";
import type { PassPorts } from "./result.ts";

/** More steps in a row than any rule asks for: then the schedule goes on with it. */
const mostSteps = 6;

export type SettledKind = LookedKind;

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
  const charge = await chargeIn(object, (namespace, name) => shard.clusterNamed(namespace, name), ports.charges);
  if (charge === "observe") return observed;
  const { seen, circumstances } = await lookedAt(kind, object, shard, ports);
  if (charge === "shadow") return shadow(seen, circumstances, ports);
  return run({ object, seen }, shard.connection, circumstances, ports);
}

/** Somebody else is in charge of it: what there is to be seen stands in its status. */
const observed: Ran = {
  because: "observed: somebody else is in charge",
  act: "leave",
  wake: "on schedule",
  wrote: false,
};
