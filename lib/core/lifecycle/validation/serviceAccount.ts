import { problem, type DeploymentRule } from "./problem.ts";

const field = "spec.serviceAccount";

/** Flink's pods need one to find each other through Kubernetes; guessing one would give them rights that nobody chose. */
export const serviceAccount: DeploymentRule = ({ spec }) =>
  spec.serviceAccount === undefined
    ? problem(
        field,
        `${field} must be defined. If you use helm, its value should be the same with the name of jobServiceAccount. It is a service account in the resource's namespace, for example flink.`,
      )
    : undefined;
