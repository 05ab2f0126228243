/** A resource that the API server has to refuse, and a part of what it has to say. */
export interface Refusal {
  readonly because: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly says: string;
}

type Fields = Readonly<Record<string, unknown>>;

const of = (kind: string, spec: Fields | undefined, name = "refused"): Fields => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind,
  metadata: { name },
  ...(spec === undefined ? {} : { spec }),
});

const job = { jarURI: "local:///opt/flink/job.jar", parallelism: 1 };
const base = { image: "flink:1.20", flinkVersion: "v1_20", serviceAccount: "flink", job };
const deployment = (fields: Fields, name?: string): Fields => of("FlinkDeployment", { ...base, ...fields }, name);
const configured = (flinkConfiguration: Fields): Fields => deployment({ flinkConfiguration });
const sized = (jobManager: Fields): Fields => deployment({ jobManager });
const sessionJob = (fields: Fields): Fields => of("FlinkSessionJob", { deploymentName: "session", job, ...fields });
const snapshot = (spec?: Fields): Fields => of("FlinkStateSnapshot", spec);
const blueGreen = (spec: Fields, name?: string): Fields =>
  of("FlinkBlueGreenDeployment", { template: { spec: base }, ...spec }, name);

const target = { kind: "FlinkDeployment", name: "application" };

const names: readonly Refusal[] = [
  {
    because: "a name of 46 characters",
    resource: deployment({}, "a".repeat(46)),
    says: "metadata.name must have at most 45 characters; it starts with a letter",
  },
  { because: "a name that starts with a digit", resource: deployment({}, "1st"), says: "it starts with a letter" },
  { because: "a name with a dot", resource: deployment({}, "a.b"), says: "small letters, digits and dashes" },
  {
    because: "a blue/green name that leaves no room",
    resource: blueGreen({}, "a".repeat(40)),
    says: "must have at most 39 characters, for its FlinkDeployments add -blue and -green",
  },
];

const versions: readonly Refusal[] = [
  {
    because: "no version",
    resource: deployment({ flinkVersion: undefined }),
    says: "flinkVersion must be defined: the version of Flink in the image, for example v1_20",
  },
  {
    because: "a version nobody knows",
    resource: deployment({ flinkVersion: "v1_99" }),
    says: 'spec.flinkVersion: Unsupported value: "v1_99": supported values: "v1_11", "v1_12", "v1_13"',
  },
  {
    because: "native mode before 1.13",
    resource: deployment({ flinkVersion: "v1_12" }),
    says: "flinkVersion v1_12 runs in mode: standalone only, native mode needs v1_13 or later",
  },
  {
    because: "native mode, written out, before 1.13",
    resource: deployment({ flinkVersion: "v1_11", mode: "native" }),
    says: "flinkVersion v1_11 runs in mode: standalone only",
  },
  {
    because: "a mode nobody knows",
    resource: deployment({ mode: "Standalone" }),
    says: 'spec.mode: Unsupported value: "Standalone": supported values: "native", "standalone"',
  },
  {
    because: "no service account",
    resource: deployment({ serviceAccount: undefined }),
    says: "serviceAccount must be defined: the service account of the Flink pods, for example flink",
  },
  {
    because: "an empty service account",
    resource: deployment({ serviceAccount: "" }),
    says: "serviceAccount must be defined",
  },
  {
    because: "an image pull policy nobody knows",
    resource: deployment({ imagePullPolicy: "always" }),
    says: "spec.imagePullPolicy: Invalid value: imagePullPolicy must be Always, IfNotPresent or Never",
  },
];

const configuration: readonly Refusal[] = [
  ...["kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id"].map((key) => ({
    because: `${key} in the configuration`,
    resource: configured({ [key]: "x" }),
    says: `Forbidden Flink config key: ${key}. It follows from the resource's name and namespace: remove it`,
  })),
  ...["namespace", "cluster-id"].map((key) => ({
    because: `kubernetes.${key} in nested configuration`,
    resource: configured({ kubernetes: { [key]: "x", "taskmanager.cpu": 1 } }),
    says: `Forbidden Flink config key: kubernetes.${key}`,
  })),
  {
    because: "configuration as text",
    resource: deployment({ flinkConfiguration: "taskmanager.numberOfTaskSlots: 2" }),
    says: 'must be of type object: "string"',
  },
  {
    because: "a log file that Flink's images do not read",
    resource: deployment({ logConfiguration: { "log4j.properties": "x" } }),
    says: "logConfiguration takes the files log4j-console.properties and logback-console.xml, no other",
  },
  {
    because: "an ingress without a template",
    resource: deployment({ ingress: { className: "nginx" } }),
    says: "Ingress template must be defined: write host and path",
  },
  {
    because: "an ingress template that is no URL",
    resource: deployment({ ingress: { template: "{{name}}.example.com:port/path" } }),
    says: "spec.ingress.template: Invalid value: is not a host and path",
  },
  {
    because: "an ingress template with a name nobody fills in",
    resource: deployment({ ingress: { template: "{{cluster}}.example.com" } }),
    says: "is not a host and path: write for example {{name}}.{{namespace}}.flink.example.com",
  },
];

const sizes: readonly Refusal[] = [
  {
    because: "no parallelism",
    resource: deployment({ job: { jarURI: job.jarURI } }),
    says: "job.parallelism must be 1 or more, unless taskManager.replicas is set",
  },
  {
    because: "a negative parallelism",
    resource: deployment({ job: { ...job, parallelism: -1 } }),
    says: "job.parallelism must be 1 or more",
  },
  {
    because: "a parallelism as text",
    resource: deployment({ job: { ...job, parallelism: "2" } }),
    says: 'spec.job.parallelism in body must be of type integer: "string"',
  },
  {
    because: "no TaskManager",
    resource: deployment({ taskManager: { replicas: 0 } }),
    says: "taskManager.replicas must be 1 or more; to stop a job write job.state: suspended",
  },
  { because: "no JobManager", resource: sized({ replicas: 0 }), says: "jobManager.replicas must be 1 or more" },
  {
    because: "the v1alpha1 form of replicas",
    resource: deployment({ mode: "standalone", taskManager: { resource: { replicas: 3, cpu: 1, memory: "1g" } } }),
    says:
      "resource.replicas is the old v1alpha1 form: write taskManager.replicas: 3, " +
      "beside resource and not inside it",
  },
  {
    because: "memory that is no amount",
    resource: sized({ resource: { memory: "2 gigs" } }),
    says: '"2 gigs" is not an amount of memory: write one, for example 2048m, 2g or 2Gi',
  },
  {
    because: "negative memory",
    resource: deployment({ taskManager: { resource: { memory: "-1g" } } }),
    says: '"-1g" is not an amount of memory',
  },
  {
    because: "no core",
    resource: sized({ resource: { cpu: 0 } }),
    says: "must be more than 0 cores, for example 0.5",
  },
  {
    because: "cores as text in the deprecated form",
    resource: sized({ resource: { cpu: "1" } }),
    says: 'spec.jobManager.resource.cpu in body must be of type number: "string"',
  },
  {
    because: "requested memory that is no amount",
    resource: sized({ resources: { requests: { memory: "lots" } } }),
    says: 'memory "lots" is not an amount of memory',
  },
  {
    because: "limited memory that is no amount",
    resource: deployment({ taskManager: { resources: { limits: { memory: "2x" } } } }),
    says: 'memory "2x" is not an amount of memory',
  },
  {
    because: "requested cores that are no quantity",
    resource: sized({ resources: { requests: { cpu: "one" } } }),
    says: "cpu must be a quantity of more than 0 cores, for example 1 or 500m",
  },
  {
    because: "a limit of no core",
    resource: sized({ resources: { limits: { cpu: 0 } } }),
    says: "cpu must be a quantity of more than 0 cores",
  },
  {
    because: "more cores requested than allowed",
    resource: sized({ resources: { requests: { cpu: "1500m" }, limits: { cpu: 1 } } }),
    says: "the cpu in requests must not be more than the cpu in limits",
  },
];

const jobs: readonly Refusal[] = [
  {
    because: "an upgrade mode nobody knows",
    resource: deployment({ job: { ...job, upgradeMode: "lastState" } }),
    says: 'Unsupported value: "lastState": supported values: "stateless", "savepoint", "last-state"',
  },
  {
    because: "a state nobody knows",
    resource: deployment({ job: { ...job, state: "stopped" } }),
    says: 'spec.job.state: Unsupported value: "stopped": supported values: "running", "suspended"',
  },
  {
    because: "arguments as one text",
    resource: deployment({ job: { ...job, args: "--a b" } }),
    says: 'spec.job.args in body must be of type array: "string"',
  },
  {
    because: "a session job that runs nothing",
    resource: sessionJob({ job: undefined }),
    says: "job must be defined: a session job needs what it runs",
  },
  {
    because: "a session job without a cluster",
    resource: sessionJob({ deploymentName: undefined }),
    says: "deploymentName must be the name of a session cluster: a FlinkDeployment without a job in the same namespace",
  },
  {
    because: "a session job on a cluster whose name cannot be",
    resource: sessionJob({ deploymentName: "My_Cluster" }),
    says: "deploymentName must be the name of a session cluster",
  },
  {
    because: "a session job without parallelism",
    resource: sessionJob({ job: { jarURI: "https://example.com/a.jar" } }),
    says: "parallelism must be 1 or more",
  },
  {
    because: "a session job's jar without a scheme",
    resource: sessionJob({ job: { ...job, jarURI: "/jobs/a.jar" } }),
    says: 'jarURI "/jobs/a.jar" has no scheme: write a URI such as https://host/job.jar',
  },
];

const snapshots: readonly Refusal[] = [
  { because: "a snapshot without a spec", resource: snapshot(), says: "spec is missing: write jobReference" },
  {
    because: "neither savepoint nor checkpoint",
    resource: snapshot({ jobReference: target }),
    says: "exactly one of savepoint and checkpoint has to be set, here is none",
  },
  {
    because: "savepoint and checkpoint",
    resource: snapshot({ jobReference: target, savepoint: {}, checkpoint: {} }),
    says: "exactly one of savepoint and checkpoint has to be set, not both",
  },
  {
    because: "a savepoint of no job",
    resource: snapshot({ savepoint: {} }),
    says: "jobReference must be supplied, unless savepoint.alreadyExists is true",
  },
  {
    because: "a checkpoint of no job",
    resource: snapshot({ checkpoint: {} }),
    says: "jobReference must be supplied",
  },
  {
    because: "a job without a name",
    resource: snapshot({ jobReference: { kind: "FlinkDeployment" }, savepoint: {} }),
    says: "jobReference needs kind (FlinkDeployment or FlinkSessionJob) and name",
  },
  {
    because: "a job of another kind",
    resource: snapshot({ jobReference: { ...target, kind: "Deployment" }, savepoint: {} }),
    says: 'Unsupported value: "Deployment": supported values: "FlinkDeployment", "FlinkSessionJob"',
  },
  {
    because: "a savepoint format nobody knows",
    resource: snapshot({ jobReference: target, savepoint: { formatType: "native" } }),
    says: 'Unsupported value: "native": supported values: "CANONICAL", "NATIVE", "UNKNOWN"',
  },
];

const templates: readonly Refusal[] = [
  {
    because: "a blue/green template without a version",
    resource: blueGreen({ template: { spec: { ...base, flinkVersion: undefined } } }),
    says: "flinkVersion must be defined",
  },
  {
    because: "a blue/green template with a forbidden key",
    resource: blueGreen({ template: { spec: { ...base, flinkConfiguration: { "kubernetes.cluster-id": "x" } } } }),
    says: "Forbidden Flink config key: kubernetes.cluster-id",
  },
  {
    because: "a blue/green ingress without a template",
    resource: blueGreen({ ingress: {} }),
    says: "Ingress template must be defined",
  },
  {
    because: "blue/green options that are not text",
    resource: blueGreen({ configuration: { "kubernetes.operator.bluegreen.abort.grace-period": 60 } }),
    says: 'must be of type string: "integer"',
  },
];

export const refusals: readonly Refusal[] = [
  ...names,
  ...versions,
  ...configuration,
  ...sizes,
  ...jobs,
  ...snapshots,
  ...templates,
];
