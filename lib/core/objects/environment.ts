import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { textOf } from "../configuration/options.ts";
import { mapList } from "../configuration/textLists.ts";
import { items, type Json } from "./json.ts";

/** Which part of `containerized.*.env.` and which fixed variables a role has. */
interface Variables {
  readonly prefix: "containerized.master.env." | "containerized.taskmanager.env.";
  readonly own: readonly Json[];
}

const podAddress: Json = {
  name: "_POD_IP_ADDRESS",
  valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "status.podIP" } },
};

export const jobManagerVariables: Variables = { prefix: "containerized.master.env.", own: [podAddress] };
export const taskManagerVariables: Variables = { prefix: "containerized.taskmanager.env.", own: [] };

/** The environment of a main container. Of two variables of one name the later one counts, and only it is written. */
export function environment(
  container: Json,
  configuration: FlinkConfiguration,
  { prefix, own }: Variables,
): readonly Json[] {
  const logs = textOf(configuration, "kubernetes.flink.log.dir");
  const all = [
    ...items(container, "env"),
    ...configured(configuration, prefix),
    ...own,
    ...(logs === undefined ? [] : [{ name: "FLINK_LOG_DIR", value: logs }]),
    ...fromSecrets(configuration),
    ...(hadoopConfigMap(configuration) === undefined ? [] : [{ name: "HADOOP_CONF_DIR", value: hadoopDirectory }]),
  ];
  const last = new Map(all.map((variable, at) => [variable["name"], at]));
  return all.filter((variable, at) => last.get(variable["name"]) === at);
}

function configured(configuration: FlinkConfiguration, prefix: string): readonly Json[] {
  return Object.entries(configuration).flatMap(([key, text]) =>
    key.startsWith(prefix) ? [{ name: key.slice(prefix.length), value: text }] : [],
  );
}

/** `env:NAME,secret:SECRET,key:KEY;…` */
function fromSecrets(configuration: FlinkConfiguration): readonly Json[] {
  return mapList(textOf(configuration, "kubernetes.env.secretKeyRef") ?? "").map((one) => ({
    name: one["env"],
    valueFrom: { secretKeyRef: { name: one["secret"], key: one["key"] } },
  }));
}

export const hadoopDirectory = "/opt/hadoop/conf";

/** An existing ConfigMap with Hadoop's configuration. */
export function hadoopConfigMap(configuration: FlinkConfiguration): string | undefined {
  return textOf(configuration, "kubernetes.hadoop.conf.config-map.name");
}
