import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { listElements, mapEntries, mapList } from "../configuration/textLists.ts";
import { textOf } from "../configuration/options.ts";
import type { Role } from "../configuration/roleResources.ts";
import type { Blueprint } from "./blueprint.ts";
import { containerResources } from "./containerResources.ts";
import { environment, jobManagerVariables, taskManagerVariables } from "./environment.ts";
import { filled, items, part, textAt, type Json } from "./json.ts";
import { mainContainerName, mainContainerOf, sideCarsOf } from "./mainContainer.ts";
import type { Mount } from "./mounts.ts";
import { roleLabels } from "./names.ts";

/** What of a pod differs between roles and modes. */
export interface PodParts {
  readonly role: Role;
  readonly template: Json;
  readonly bytes: number;
  readonly args: readonly string[];
  readonly ports: readonly Json[];
  readonly mounts: readonly Mount[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Fields of the pod that the template cannot say otherwise, or may if it does. */
  readonly spec: Json;
}

/** A pod template: the user's, with Flink's parts laid over it as Flink's own client does. */
export function podOf(print: Blueprint, parts: PodParts): Json {
  const { configuration, wanted } = print;
  const { role, template, mounts } = parts;
  const { name: _name, namespace: _namespace, ...metadata } = part(template, "metadata");
  const { containers: _containers, restartPolicy: _restartPolicy, ...spec } = part(template, "spec");
  const account = serviceAccount(configuration, role, template);
  return {
    metadata: filled({
      ...metadata,
      annotations: { ...part(metadata, "annotations"), ...parts.annotations },
      labels: { ...part(metadata, "labels"), ...configuredLabels(configuration, role), ...roleLabels(wanted, role) },
    }),
    spec: filled({
      ...spec,
      ...parts.spec,
      serviceAccount: account,
      serviceAccountName: account,
      imagePullSecrets: [...items(spec, "imagePullSecrets"), ...pullSecrets(configuration)],
      nodeSelector: { ...part(spec, "nodeSelector"), ...mapOption(configuration, `kubernetes.${role}.node-selector`) },
      tolerations: [...items(spec, "tolerations"), ...tolerations(configuration, role)],
      containers: [...sideCarsOf(template), mainContainer(print, parts)],
      volumes: [...items(spec, "volumes"), ...mounts.map(({ volume }) => volume)],
    }),
  };
}

function mainContainer({ configuration, version }: Blueprint, parts: PodParts): Json {
  const { role, template, bytes, args, ports, mounts } = parts;
  const base = mainContainerOf(template);
  const variables = role === "jobmanager" ? jobManagerVariables : taskManagerVariables;
  const fallback = `apache/flink:${version.number}-scala_2.12`;
  return filled({
    ...base,
    name: mainContainerName,
    image: textOf(configuration, "kubernetes.container.image.ref") ?? textAt(base, "image") ?? fallback,
    imagePullPolicy:
      textOf(configuration, "kubernetes.container.image.pull-policy") ??
      textAt(base, "imagePullPolicy") ??
      "IfNotPresent",
    command: [textOf(configuration, "kubernetes.entry.path") ?? "/docker-entrypoint.sh"],
    args,
    resources: containerResources(role, bytes, configuration, base),
    ports: [...items(base, "ports"), ...ports],
    env: environment(base, configuration, variables),
    volumeMounts: [...items(base, "volumeMounts"), ...mounts.map(({ at }) => at)],
    // Flink's image writes no termination message: only so can be told why it ended, without the right to read logs.
    terminationMessagePolicy: textAt(base, "terminationMessagePolicy") ?? "FallbackToLogsOnError",
  });
}

/** Labels of a role that the user configured; they are on its Deployment as well. */
export function configuredLabels(configuration: FlinkConfiguration, role: Role): Readonly<Record<string, string>> {
  return mapOption(configuration, `kubernetes.${role}.labels`);
}

export function mapOption(configuration: FlinkConfiguration, option: string): Readonly<Record<string, string>> {
  return mapEntries(textOf(configuration, option) ?? "");
}

function serviceAccount(configuration: FlinkConfiguration, role: Role, template: Json): string {
  const spec = part(template, "spec");
  const ofTemplate = textAt(spec, "serviceAccountName") ?? textAt(spec, "serviceAccount");
  return textOf(configuration, `kubernetes.${role}.service-account`) ?? ofTemplate ?? "default";
}

function pullSecrets(configuration: FlinkConfiguration): readonly Json[] {
  return listElements(textOf(configuration, "kubernetes.container.image.pull-secrets") ?? "").map((name) => ({ name }));
}

function tolerations(configuration: FlinkConfiguration, role: Role): readonly Json[] {
  return mapList(textOf(configuration, `kubernetes.${role}.tolerations`) ?? "").map(({ tolerationSeconds, ...one }) =>
    tolerationSeconds === undefined ? one : { ...one, tolerationSeconds: Number(tolerationSeconds) },
  );
}
