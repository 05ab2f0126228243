import type { FleetCluster } from "../../api/fleet/cluster.ts";

/** An EKS cluster, as its log group and whoever sends its log name it. */
export interface LoggedCluster {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

/** `/aws/eks/NAME/cluster` */
export const clusterOfLogGroup = (logGroup: string): string | undefined =>
  /^\/aws\/eks\/([^/]+)\/cluster$/.exec(logGroup)?.[1];

/**
 * The name of its spoke: that which the fleet file gives it, or else the one under which discovery would find it. `home` is the account of
 * whoever needs no role.
 */
export function spokeOf(
  { name, region, account }: LoggedCluster,
  clusters: Readonly<Record<string, FleetCluster>>,
  home: string,
): string {
  const declared = Object.entries(clusters).find(
    ([key, cluster]) =>
      cluster.kind === "eks" &&
      (cluster.clusterName ?? key) === name &&
      cluster.region === region &&
      (cluster.roleArn?.split(":")[4] ?? home) === account,
  );
  return declared?.[0] ?? `${name}.${region}.${account}`;
}
