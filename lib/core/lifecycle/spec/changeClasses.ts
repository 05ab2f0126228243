/** What a change of a field asks for, the weakest first; the strongest of all changes decides. */
export const changeClasses = ["ignore", "scale", "upgrade", "savepointRedeploy"] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** As ChangeClass; a scale that holds in one mode only is an upgrade in the other. */
export type FieldClass = "ignore" | "upgrade" | "savepointRedeploy" | "scaleInStandalone" | "scaleInNative";

export type Row =
  | {
      readonly field: string;
      readonly class: FieldClass;
      /** Taking the value away is no change: nonces. */
      readonly removalIsIgnored?: true;
    }
  /** Looked into where both sides have it; that it comes or goes is an upgrade. */
  | { readonly field: string; readonly inner: readonly Row[] }
  /** flinkConfiguration: flat keys, classified by `configurationClasses`. */
  | { readonly field: string; readonly keys: true };

/** The first prefix that fits a flat key decides; no prefix: upgrade. */
export const configurationClasses: readonly { readonly prefix: string; readonly class: FieldClass }[] = [
  { prefix: "job.autoscaler", class: "ignore" },
  { prefix: "parallelism.default", class: "ignore" },
  { prefix: "kubernetes.operator", class: "ignore" },
  { prefix: "pipeline.jobvertex-parallelism-overrides", class: "scaleInNative" },
];

const job: readonly Row[] = [
  { field: "jarURI", class: "upgrade" },
  { field: "parallelism", class: "scaleInStandalone" },
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

/** The Apache operator's annotations SpecDiff on FlinkDeploymentSpec, FlinkSessionJobSpec and what they hold, in its order. */
export const rows = {
  FlinkDeploymentSpec: [
    { field: "image", class: "upgrade" },
    { field: "imagePullPolicy", class: "upgrade" },
    { field: "serviceAccount", class: "upgrade" },
    { field: "flinkVersion", class: "upgrade" },
    { field: "ingress", class: "upgrade" },
    { field: "podTemplate", class: "upgrade" },
    { field: "jobManager", class: "upgrade" },
    {
      field: "taskManager",
      inner: [
        { field: "resource", class: "upgrade" },
        { field: "resources", class: "upgrade" },
        { field: "replicas", class: "scaleInStandalone" },
        { field: "podTemplate", class: "upgrade" },
      ],
    },
    { field: "logConfiguration", class: "upgrade" },
    { field: "mode", class: "upgrade" },
    ...common,
  ],
  FlinkSessionJobSpec: [{ field: "deploymentName", class: "upgrade" }, ...common],
} as const satisfies Readonly<Record<string, readonly Row[]>>;
