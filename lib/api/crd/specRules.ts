import { ingressRules } from "./ingressRules.ts";
import { type Rule, under } from "./rule.ts";
import { sizeRules } from "./sizeRules.ts";

/** A canary has a label and no spec. CEL cannot see labels, so an empty spec passes here and is judged in the run. */
const whenFilled = (checked: string): string =>
  `${checked} || !(has(self.job) || has(self.image) || has(self.flinkVersion) || has(self.jobManager) || has(self.taskManager))`;

/** Keys that would point Flink at the names of another cluster, flat and nested. Names are escaped as CEL has it. */
const forbiddenKeys = [
  { key: "kubernetes.namespace", is: "has(self.kubernetes__dot__namespace)" },
  { key: "kubernetes.namespace", is: "has(self.kubernetes) && has(self.kubernetes.__namespace__)" },
  { key: "kubernetes.cluster-id", is: "has(self.kubernetes__dot__cluster__dash__id)" },
  { key: "kubernetes.cluster-id", is: "has(self.kubernetes) && has(self.kubernetes.cluster__dash__id)" },
  { key: "high-availability.cluster-id", is: "has(self.high__dash__availability__dot__cluster__dash__id)" },
];

/** What FlinkDeployment's spec has to keep to, wherever it stands. After DefaultValidator of the Apache operator. */
export const specRules: readonly Rule[] = [
  {
    at: "",
    rule: whenFilled("has(self.flinkVersion)"),
    message: "flinkVersion must be defined: the version of Flink in the image, for example v1_20",
  },
  {
    at: "",
    rule:
      "!has(self.flinkVersion) || !(self.flinkVersion in ['v1_11', 'v1_12']) || " +
      "(has(self.mode) && self.mode == 'standalone')",
    message: "native mode needs v1_13 or later: use a later version, or mode: standalone",
    messageExpression:
      "'flinkVersion ' + self.flinkVersion + ' runs in mode: standalone only, native mode needs v1_13 or later'",
    fieldPath: ".flinkVersion",
  },
  {
    at: "",
    rule: whenFilled("(has(self.serviceAccount) && self.serviceAccount != '')"),
    message: "serviceAccount must be defined: the service account of the Flink pods, for example flink",
  },
  {
    at: "",
    rule: "!has(self.imagePullPolicy) || self.imagePullPolicy in ['Always', 'IfNotPresent', 'Never']",
    message: "imagePullPolicy must be Always, IfNotPresent or Never",
    fieldPath: ".imagePullPolicy",
  },
  {
    at: "",
    rule:
      "!has(self.job) || (has(self.taskManager) && has(self.taskManager.replicas)) || " +
      "(has(self.job.parallelism) && self.job.parallelism >= 1)",
    message: "job.parallelism must be 1 or more, unless taskManager.replicas is set",
    fieldPath: ".job",
  },
  ...forbiddenKeys.map(({ key, is }) => ({
    at: "flinkConfiguration",
    rule: `!(${is})`,
    message: `Forbidden Flink config key: ${key}. It follows from the resource's name and namespace: remove it`,
  })),
  {
    at: "logConfiguration",
    rule: "self.all(file, file in ['log4j-console.properties', 'logback-console.xml'])",
    message: "logConfiguration takes the files log4j-console.properties and logback-console.xml, no other",
  },
  ...under("ingress", ingressRules),
  {
    at: "jobManager",
    rule: "!has(self.replicas) || self.replicas >= 1",
    message: "jobManager.replicas must be 1 or more; to stop a job write job.state: suspended",
    fieldPath: ".replicas",
  },
  {
    at: "taskManager",
    rule: "!has(self.replicas) || self.replicas >= 1",
    message: "taskManager.replicas must be 1 or more; to stop a job write job.state: suspended",
    fieldPath: ".replicas",
  },
  {
    at: "taskManager.resource",
    rule: "!has(self.replicas)",
    message:
      "resource.replicas is the old v1alpha1 form: write taskManager.replicas, beside resource and not inside it",
    messageExpression:
      "'resource.replicas is the old v1alpha1 form: write taskManager.replicas: ' + string(self.replicas) + " +
      "', beside resource and not inside it'",
    fieldPath: ".replicas",
  },
  ...under("jobManager", sizeRules),
  ...under("taskManager", sizeRules),
];
