import { fileURLToPath } from "node:url";
import { contextAccess } from "../../../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { Connection } from "../../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { systemClock } from "../../../../lib/adapters/system/systemClock.ts";
import { startControlPlane } from "../controlPlane.ts";
import { kubectlWith } from "../rig.ts";

/** An API server with its controllers and no node: Deployments get ReplicaSets, and nothing runs. */
export interface Plane {
  readonly connection: Connection;
  readonly cluster: KubernetesCluster;
  /** The path of a kubeconfig with every right. */
  readonly kubeconfig: string;
  readonly stop: () => Promise<void>;
}

const name = "drift";
const crds = fileURLToPath(new URL("../../../../infra/cluster/crds/", import.meta.url));

/** Addresses of Services are those that the corpus speaks of. */
export async function driftPlane(): Promise<Plane> {
  const { kubeconfig, stop } = await startControlPlane({
    name,
    apiserverFlags: ["--service-cluster-ip-range=10.96.0.0/16"],
  });
  await kubectlWith(kubeconfig, ["apply", "--server-side", "-f", crds]);
  await kubectlWith(kubeconfig, ["wait", "--for=condition=Established", "--timeout=60s", "crd", "--all"]);
  const connection = new Connection(contextAccess(readKubeconfig(kubeconfig), name, systemClock.now()));
  return { connection, cluster: new KubernetesCluster(connection), kubeconfig, stop };
}
