/**
 * What a change of a field asks for, the weakest first; the strongest of all changes decides, and carries the weaker ones out with it.
 * `ingress`: the Ingress is made, changed or removed. `scale`: in place if that can be, else an upgrade.
 */
export const changeClasses = ["ignore", "ingress", "scale", "upgrade", "savepointRedeploy"] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** The Apache operator's classes; a scale that holds in one mode only is an upgrade in the other. */
export type ToldClass = "ignore" | "upgrade" | "savepointRedeploy" | "scaleInStandalone" | "scaleInNative";

/** What is done about a field, and where it is more than the Apache operator does: what that one calls it in its events. */
export interface FieldClass {
  readonly class: ChangeClass;
  readonly told?: ToldClass;
}

export type Row =
  | (FieldClass & {
      readonly field: string;
      /** Taking the value away is no change: nonces. */
      readonly removalIsIgnored?: true;
    })
  /** Looked into; where one side has nothing it counts as `whenAbsent`. Without that, to come or to go is an upgrade. */
  | { readonly field: string; readonly inner: readonly Row[]; readonly whenAbsent?: Readonly<Record<string, unknown>> }
  /** flinkConfiguration: flat keys, classified by `configurationClasses`. */
  | { readonly field: string; readonly keys: true };

/** The first prefix that fits a flat key decides; no prefix: upgrade. */
export const configurationClasses: readonly (FieldClass & { readonly prefix: string })[] = [
  { prefix: "job.autoscaler", class: "ignore" },
  { prefix: "parallelism.default", class: "ignore" },
  { prefix: "kubernetes.operator", class: "ignore" },
  { prefix: "pipeline.jobvertex-parallelism-overrides", class: "scale", told: "scaleInNative" },
];

const job: readonly Row[] = [
  { field: "jarURI", class: "upgrade" },
  { field: "parallelism", class: "scale", told: "scaleInStandalone" },
  { field: "entryClass", class: "upgrade" },
  { field: "args", class: "upgrade" },
  { field: "state", class: "upgrade" },
  { field: "savepointTriggerNonce", class: "ignore" },
  { field: "initialSavepointPath", class: "ignore" },
  { field: "checkpointTriggerNonce", class: "ignore" },
  { field: "upgradeMode", class: "ignore" },
  { field: "allowNonRestoredState", class: "ignore" },
  { field: "savepointRedeployNonce", class: "savepointRedeploy", removalIsIgnored: true },
  { field: "autoscalerResetNonce", class: "ignore" },
];

const common: readonly Row[] = [
  { field: "job", inner: job },
  { field: "restartNonce", class: "upgrade", removalIsIgnored: true },
  { field: "flinkConfiguration", keys: true },
];

const role = (replicas: FieldClass): readonly Row[] => [
  { field: "resource", class: "upgrade" },
  { field: "resources", class: "upgrade" },
  { field: "replicas", ...replicas },
  { field: "podTemplate", class: "upgrade" },
];

/** The Apache operator's annotations SpecDiff on FlinkDeploymentSpec, FlinkSessionJobSpec and what they hold, in its order. */
export const rows = {
  FlinkDeploymentSpec: [
    { field: "image", class: "upgrade" },
    { field: "imagePullPolicy", class: "upgrade" },
    { field: "serviceAccount", class: "upgrade" },
    { field: "flinkVersion", class: "upgrade" },
    { field: "ingress", class: "ingress", told: "upgrade" },
    { field: "podTemplate", class: "upgrade" },
    { field: "jobManager", inner: role({ class: "scale", told: "upgrade" }), whenAbsent: { replicas: 1 } },
    { field: "taskManager", inner: role({ class: "scale", told: "scaleInStandalone" }), whenAbsent: {} },
    { field: "logConfiguration", class: "upgrade" },
    { field: "mode", class: "upgrade" },
    ...common,
  ],
  FlinkSessionJobSpec: [{ field: "deploymentName", class: "upgrade" }, ...common],
} as const satisfies Readonly<Record<string, readonly Row[]>>;
