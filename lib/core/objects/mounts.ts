import { isTrue, textOf } from "../configuration/options.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { mapEntries } from "../configuration/textLists.ts";
import type { Blueprint } from "./blueprint.ts";
import { hadoopConfigMap, hadoopDirectory } from "./environment.ts";
import type { Json } from "./json.ts";
import { configMapName, podTemplateMapName } from "./names.ts";

/** A volume of a pod, and where its main container sees it. */
export interface Mount {
  readonly volume: Json;
  readonly at: Json;
}

function mount(name: string, path: string, source: Json): Mount {
  return { volume: { name, ...source }, at: { name, mountPath: path } };
}

/** Where a JobManager puts jars that it fetches. */
export function artifacts({ configuration }: Blueprint): Mount {
  const path = textOf(configuration, "user.artifacts.base-dir") ?? "/opt/flink/artifacts";
  return mount("user-artifacts-volume", path, { emptyDir: {} });
}

/** What the user names in Flink's options: secrets, claims, and Hadoop's configuration. */
export function configuredMounts(configuration: FlinkConfiguration): readonly Mount[] {
  const secrets = mapEntries(textOf(configuration, "kubernetes.secrets") ?? "");
  const claims = mapEntries(textOf(configuration, "kubernetes.persistent-volume-claims") ?? "");
  const readOnly = isTrue(configuration, "kubernetes.persistent-volume-claim-read-only", false);
  const hadoop = hadoopConfigMap(configuration);
  return [
    ...Object.entries(secrets).map(([name, path]) => mount(`${name}-volume`, path, { secret: { secretName: name } })),
    ...Object.entries(claims).map(([claimName, path]) =>
      mount(`${claimName.replaceAll(".", "-")}-pvc`, path, {
        persistentVolumeClaim: { claimName, ...(readOnly ? { readOnly } : {}) },
      }),
    ),
    ...(hadoop === undefined ? [] : [mount("hadoop-config-volume", hadoopDirectory, { configMap: { name: hadoop } })]),
  ];
}

/** Flink's configuration directory: it hides the image's. */
export function flinkConf({ wanted, configuration, file, logFiles }: Blueprint): Mount {
  const path = textOf(configuration, "kubernetes.flink.conf.dir") ?? "/opt/flink/conf";
  const names = [...Object.keys(logFiles).toSorted().toReversed(), file.name];
  return mount("flink-config-volume", path, {
    configMap: { name: configMapName(wanted.resource.name), items: names.map((key) => ({ key, path: key })) },
  });
}

/** Name and place are Flink's own: its JobManager looks there for the template of TaskManagers. */
export const podTemplateFile = "taskmanager-pod-template.yaml";

export function podTemplateMount({ wanted }: Blueprint): Mount {
  return mount("pod-template-volume", "/opt/flink/pod-template", {
    configMap: {
      name: podTemplateMapName(wanted.resource.name),
      items: [{ key: podTemplateFile, path: podTemplateFile }],
    },
  });
}

export const userLibrary = "/opt/flink/usrlib";

export const emptyUserLibrary: Mount = mount("user-lib-dir", userLibrary, { emptyDir: {} });
