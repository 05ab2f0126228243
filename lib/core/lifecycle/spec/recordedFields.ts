/** What a recorded field may hold; `null` and absence are the same for all of them. */
export type FieldKind =
  | "text"
  | "whole"
  /** A Java double: written with a fraction even when it has none. */
  | "decimal"
  | "flag"
  | "list"
  /** Free-form: kept as the user wrote it, keys sorted. */
  | "map"
  /** core/v1 ResourceRequirements: quantities are text, whatever the user wrote. */
  | "requirements"
  | { readonly oneOf: readonly string[] }
  | { readonly fields: Fields };

/** Name, kind, and what absence means. In the order in which the fields are written. */
export type Fields = readonly (readonly [name: string, kind: FieldKind, whenAbsent?: unknown])[];

const job: Fields = [
  ["jarURI", "text"],
  ["parallelism", "whole", 0],
  ["entryClass", "text"],
  ["args", "list", []],
  ["state", { oneOf: ["running", "suspended"] }, "running"],
  ["savepointTriggerNonce", "whole"],
  ["initialSavepointPath", "text"],
  ["checkpointTriggerNonce", "whole"],
  ["upgradeMode", { oneOf: ["stateless", "savepoint", "last-state"] }, "stateless"],
  ["allowNonRestoredState", "flag"],
  ["savepointRedeployNonce", "whole"],
  ["autoscalerResetNonce", "whole"],
];

const ingress: Fields = [
  ["template", "text"],
  ["className", "text"],
  ["annotations", "map"],
  ["labels", "map"],
  ["tls", "list"],
];

const resource: Fields = [
  ["cpu", "decimal"],
  ["memory", "text"],
  ["ephemeralStorage", "text"],
];

const taskManager: Fields = [
  ["resource", { fields: resource }],
  ["resources", "requirements"],
  ["replicas", "whole"],
  ["podTemplate", "map"],
];

const jobManager: Fields = taskManager.map((field) => (field[0] === "replicas" ? ["replicas", "whole", 1] : field));

const common: Fields = [
  ["job", { fields: job }],
  ["restartNonce", "whole"],
  ["flinkConfiguration", "map", {}],
];

/** The fields of a FlinkDeployment's spec in the order of the Apache operator's class FlinkDeploymentSpec. */
export const deploymentFields: Fields = [
  ...common,
  ["image", "text"],
  ["imagePullPolicy", "text"],
  ["serviceAccount", "text"],
  ["flinkVersion", "text"],
  ["ingress", { fields: ingress }],
  ["podTemplate", "map"],
  ["jobManager", { fields: jobManager }],
  ["taskManager", { fields: taskManager }],
  ["logConfiguration", "map"],
  ["mode", { oneOf: ["native", "standalone"] }],
];

/** As above, for FlinkSessionJobSpec. */
export const sessionJobFields: Fields = [...common, ["deploymentName", "text"]];
