import { stderr } from "node:process";
import { contextAccess } from "../adapters/kubeconfig/contextAccess.ts";
import { contextsOf, type Kubeconfig, readKubeconfig } from "../adapters/kubeconfig/kubeconfig.ts";
import { ServiceProxyFlink } from "../adapters/flink/serviceProxyFlink.ts";
import { applyAny } from "../adapters/kubernetes/applyAny.ts";
import { Connection } from "../adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../adapters/kubernetes/kubernetesCluster.ts";
import { jsonLog } from "../adapters/system/jsonLog.ts";
import { randomIds } from "../adapters/system/randomIds.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import { shippedDefaults } from "../core/configuration/defaults.ts";
import type { Fleet, Spoke } from "../ports/index.ts";
import type { FleetSource, Installation, Surroundings } from "./surroundings.ts";
import type { Terminal } from "./terminal.ts";
import { UserError } from "./userError.ts";
import { waiting } from "./waiting.ts";

/** The real surroundings: files, clusters and the clock of this machine. */
export function wired(terminal: Terminal, stop: AbortSignal): Surroundings {
  return {
    terminal,
    clock: systemClock,
    ids: randomIds,
    log: jsonLog((line) => void stderr.write(line), systemClock),
    fleet: async (source) => ({ fleet: fleetOf(source), defaults: shippedDefaults }),
    installations: async (source) => installationsOf(source),
    ...waiting(stop),
  };
}

function fleetOf(source: FleetSource): Fleet {
  const kubeconfig = readKubeconfig(source.kubeconfig);
  const spokes = chosenContexts(kubeconfig, source).map((context) => spokeOf(kubeconfig, context));
  return { spokes: async () => spokes };
}

function installationsOf(source: FleetSource): readonly Installation[] {
  const kubeconfig = readKubeconfig(source.kubeconfig);
  return chosenContexts(kubeconfig, source).map((context) => {
    const connection = new Connection(contextAccess(kubeconfig, context, systemClock.now()));
    return { cluster: context, apply: async (object) => await applyAny(connection, object) };
  });
}

function spokeOf(kubeconfig: Kubeconfig, context: string): Spoke {
  let connection: Connection | undefined;
  const connect = async () => {
    connection ??= new Connection(contextAccess(kubeconfig, context, systemClock.now()));
    return { cluster: new KubernetesCluster(connection), flink: new ServiceProxyFlink(connection) };
  };
  return { name: context, namespaces: [], labelSelector: undefined, parallelism: 5, connect };
}

function chosenContexts(kubeconfig: Kubeconfig, source: FleetSource): readonly string[] {
  const known = contextsOf(kubeconfig);
  if (source.allContexts === true) return known;
  const current = kubeconfig.config.getCurrentContext();
  const chosen = source.context ?? (current === "" ? [] : [current]);
  if (chosen.length === 0) throw new UserError(`${kubeconfig.path} has no current context: name one with --context`);
  const wrong = chosen.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new UserError(`${kubeconfig.path} has no context "${wrong}": it has ${known.join(", ")}`);
  }
  return chosen;
}
