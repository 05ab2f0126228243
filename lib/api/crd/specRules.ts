import type { Rule } from "./rule.ts";

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

/** Amounts as Flink's MemorySize or as a Kubernetes quantity: 2048m, 2g, 2 gb, 2Gi, 1.5G, 1e9. */
const memory = "(?i)^\\\\s*[0-9]+([.][0-9]*)?\\\\s*(e[0-9]+|b|bytes|([kmgtpe]i?b?)|(kibi|mebi|gibi|tebi)bytes)?\\\\s*$";
const memoryExample = "for example 2048m, 2g or 2Gi";

const resourceRules = (at: string): readonly Rule[] => [
  {
    at: `${at}.resource`,
    rule: `!has(self.memory) || self.memory.matches('${memory}')`,
    message: `is not an amount of memory: write one, ${memoryExample}`,
    messageExpression: `'"' + self.memory + '" is not an amount of memory: write one, ${memoryExample}'`,
    fieldPath: ".memory",
  },
  {
    at: `${at}.resource`,
    rule: "!has(self.cpu) || self.cpu > 0.0",
    message: "must be more than 0 cores, for example 0.5",
    fieldPath: ".cpu",
  },
  ...["requests", "limits"].flatMap((part): readonly Rule[] => [
    {
      at: `${at}.resources.${part}`,
      rule: `!('memory' in self) || string(self['memory']).matches('${memory}')`,
      message: `memory is not an amount of memory: write one, ${memoryExample}`,
      messageExpression: `'memory "' + string(self['memory']) + '" is not an amount of memory: write one, ${memoryExample}'`,
    },
    {
      at: `${at}.resources.${part}`,
      rule: "!('cpu' in self) || (isQuantity(string(self['cpu'])) && quantity(string(self['cpu'])).isGreaterThan(quantity('0')))",
      message: "cpu must be a quantity of more than 0 cores, for example 1 or 500m",
    },
  ]),
  {
    at: `${at}.resources`,
    rule:
      "!has(self.requests) || !has(self.limits) || !('cpu' in self.requests) || !('cpu' in self.limits) || " +
      "!isQuantity(string(self.requests['cpu'])) || !isQuantity(string(self.limits['cpu'])) || " +
      "quantity(string(self.requests['cpu'])).compareTo(quantity(string(self.limits['cpu']))) <= 0",
    message: "the cpu that is requested must not be more than the limit",
  },
];

export const ingressRules = (at: string): readonly Rule[] => [
  {
    at,
    rule: "has(self.template) && self.template != ''",
    message: "ingress needs a template: write host and path, for example {{name}}.{{namespace}}.flink.example.com",
  },
  {
    at,
    rule:
      "!has(self.template) || isURL((self.template.matches('^https?://') ? '' : 'http://') + " +
      "self.template.lowerAscii().replace('{{name}}', 'x').replace('{{namespace}}', 'x'))",
    message: "is not a host and path: write for example {{name}}.{{namespace}}.flink.example.com",
    fieldPath: ".template",
  },
];

/** What FlinkDeployment's spec has to keep to, wherever it stands. `at` is its path. */
export const specRules = (at: string): readonly Rule[] => [
  {
    at,
    rule: whenFilled("has(self.flinkVersion)"),
    message: "flinkVersion must be defined: the version of Flink in the image, for example v1_20",
  },
  {
    at,
    rule:
      "!has(self.flinkVersion) || !(self.flinkVersion in ['v1_11', 'v1_12']) || " +
      "(has(self.mode) && self.mode == 'standalone')",
    message: "native mode needs v1_13 or later: use a later version, or mode: standalone",
    messageExpression:
      "'flinkVersion ' + self.flinkVersion + ' runs in mode: standalone only, native mode needs v1_13 or later'",
    fieldPath: ".flinkVersion",
  },
  {
    at,
    rule: whenFilled("(has(self.serviceAccount) && self.serviceAccount != '')"),
    message: "serviceAccount must be defined: the service account of the Flink pods, for example flink",
  },
  {
    at,
    rule: "!has(self.imagePullPolicy) || self.imagePullPolicy in ['Always', 'IfNotPresent', 'Never']",
    message: "imagePullPolicy must be Always, IfNotPresent or Never",
    fieldPath: ".imagePullPolicy",
  },
  {
    at,
    rule:
      "!has(self.job) || (has(self.taskManager) && has(self.taskManager.replicas)) || " +
      "(has(self.job.parallelism) && self.job.parallelism >= 1)",
    message: "job.parallelism must be 1 or more, unless taskManager.replicas is set",
    fieldPath: ".job",
  },
  ...forbiddenKeys.map(({ key, is }) => ({
    at: `${at}.flinkConfiguration`,
    rule: `!(${is})`,
    message: `Forbidden Flink config key: ${key}. It follows from the resource's name and namespace: remove it`,
  })),
  {
    at: `${at}.logConfiguration`,
    rule: "self.all(file, file in ['log4j-console.properties', 'logback-console.xml'])",
    message: "logConfiguration takes the files log4j-console.properties and logback-console.xml, no other",
  },
  ...ingressRules(`${at}.ingress`),
  {
    at: `${at}.jobManager`,
    rule: "!has(self.replicas) || self.replicas >= 1",
    message: "jobManager.replicas must be 1 or more; to stop a job write job.state: suspended",
    fieldPath: ".replicas",
  },
  {
    at: `${at}.taskManager`,
    rule: "!has(self.replicas) || self.replicas >= 1",
    message: "taskManager.replicas must be 1 or more; to stop a job write job.state: suspended",
    fieldPath: ".replicas",
  },
  {
    at: `${at}.taskManager.resource`,
    rule: "!has(self.replicas)",
    message:
      "resource.replicas is the old v1alpha1 form: write taskManager.replicas, beside resource and not inside it",
    messageExpression:
      "'resource.replicas is the old v1alpha1 form: write taskManager.replicas: ' + string(self.replicas) + " +
      "', beside resource and not inside it'",
    fieldPath: ".replicas",
  },
  ...resourceRules(`${at}.jobManager`),
  ...resourceRules(`${at}.taskManager`),
];
