import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { haIsKubernetes, textOf } from "./options.ts";
import type { Version } from "./versions.ts";

/** Options that become numbers in the objects, and the least that they may be. */
const numbers: Readonly<Record<string, { readonly least: number; readonly whole: boolean }>> = {
  "taskmanager.numberOfTaskSlots": { least: 1, whole: true },
  "kubernetes.jobmanager.replicas": { least: 1, whole: true },
  "kubernetes.jobmanager.cpu.amount": { least: Number.MIN_VALUE, whole: false },
  "kubernetes.jobmanager.cpu.limit-factor": { least: 1, whole: false },
  "kubernetes.jobmanager.memory.limit-factor": { least: 1, whole: false },
  "kubernetes.taskmanager.cpu.limit-factor": { least: 1, whole: false },
  "kubernetes.taskmanager.memory.limit-factor": { least: 1, whole: false },
};

/** What of a complete configuration cannot be carried out, or undefined. */
export function unusable(
  configuration: FlinkConfiguration,
  spec: FlinkDeploymentSpec,
  version: Version,
): string | undefined {
  return badNumber(configuration) ?? missingFile(configuration) ?? tooNew(configuration, spec, version);
}

function badNumber(configuration: FlinkConfiguration): string | undefined {
  const bad = Object.entries(numbers).find(([option, { least, whole }]) => {
    const number = Number(textOf(configuration, option) ?? least);
    return !(number >= least) || (whole && !Number.isInteger(number));
  });
  if (bad === undefined) return undefined;
  const [option, { least, whole }] = bad;
  const right = whole || least === 1 ? `a ${whole ? "whole " : ""}number of at least ${least}` : "a number above 0";
  return `${option}: '${textOf(configuration, option)}' must be ${right}`;
}

function missingFile(configuration: FlinkConfiguration): string | undefined {
  const file = Object.keys(configuration).find((key) => key.startsWith("kubernetes.pod-template-file"));
  return file && `${file} names a file that is not there: write the template in spec.podTemplate instead`;
}

function tooNew(configuration: FlinkConfiguration, spec: FlinkDeploymentSpec, version: Version): string | undefined {
  if (haIsKubernetes(configuration) && !version.hasKubernetesHa) {
    return `Flink ${version.number} has no high availability through Kubernetes; Flink 1.12 and later have`;
  }
  const jar = spec.job?.jarURI;
  if (jar === undefined || version.readsClasspaths || /^local:\/*opt\/flink\/(usrlib|lib)\//.test(jar))
    return undefined;
  return `spec.job.jarURI: Flink ${version.number} finds a jar only in local:///opt/flink/usrlib/, not at '${jar}'`;
}
