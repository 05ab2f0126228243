import { keyField, problem, type DeploymentRule } from "./problem.ts";

const forbidden = ["kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id"] as const;

/** These tie a cluster to its resource: another value would take over the objects or the HA metadata of another cluster. */
export const forbiddenKeys: DeploymentRule = ({ configuration }) => {
  const key = forbidden.find((one) => configuration[one] !== undefined);
  if (key === undefined) return undefined;
  return problem(
    keyField(key),
    `Forbidden Flink config key: ${key}. It holds '${configuration[key]}'; remove it, it follows from the resource's name and namespace.`,
  );
};
