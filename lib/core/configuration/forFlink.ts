import type { FlinkConfiguration } from "./flinkConfiguration.ts";

/** Options that mean something only where a cluster is started from, and addresses to bind to that are wrong inside of a pod. */
const notForPods: ReadonlySet<string> = new Set([
  "kubernetes.config.file",
  "$internal.deployment.config-dir",
  "rest.bind-address",
  "jobmanager.bind-host",
  "taskmanager.bind-host",
  "taskmanager.host",
]);

/** What of a configuration Flink is given: without the options of the operator itself. */
export function forFlink(configuration: FlinkConfiguration): FlinkConfiguration {
  return Object.fromEntries(
    Object.entries(configuration).filter(
      ([key]) => !key.startsWith("kubernetes.operator.") && !key.startsWith("job.autoscaler.") && !notForPods.has(key),
    ),
  );
}
