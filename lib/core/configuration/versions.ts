import type { FlinkVersion } from "../../api/resources/common.ts";

export type Mode = "native" | "standalone";

/** How far a version may be trusted in a mode. Texts are sentences for the user. */
export type Support =
  | { readonly kind: "supported" }
  /** It is run, with this warning. */
  | { readonly kind: "works"; readonly warning: string }
  /** It is not run. `instead` are the versions that are, in the same mode. */
  | { readonly kind: "refused"; readonly because: string; readonly instead: readonly FlinkVersion[] };

/** What differs between versions for us. */
export interface Version {
  /** As Flink itself spells it: `1.20`. */
  readonly number: string;
  readonly native: Level;
  readonly standalone: Level;
  /** `either`: flink-conf.yaml is read if it is there, else config.yaml. */
  readonly configFile: "flink-conf.yaml" | "config.yaml" | "either";
  /** Default of taskmanager.memory.network.max is 1 GiB; later there is none. */
  readonly networkIsCapped: boolean;
  /** standalone-job.sh and the entrypoints take `-D key=value` and size the JVM by it. */
  readonly jobTakesProperties: boolean;
  /** jobmanager.sh takes `-D key=value`; before, it takes the host as first word. */
  readonly jobManagerTakesProperties: boolean;
  /** The standalone entrypoint reads pipeline.classpaths. */
  readonly readsClasspaths: boolean;
  /** High availability through ConfigMaps. */
  readonly hasKubernetesHa: boolean;
  /** `kubernetes` is a value of high-availability; before, the name of a class has to be given. */
  readonly knowsKubernetesHa: boolean;
  /** Applications have an id of their own that outlives a deployment unless it is set. */
  readonly hasApplicationIds: boolean;
  /** Savepoints and stops take a trigger id and a format from whoever asks: the same id twice is one savepoint. */
  readonly takesTriggerIds: boolean;
  /** Takes a checkpoint when asked for one. */
  readonly takesCheckpoints: boolean;
  /** The field of POST /jars/:id/run that says what becomes of the files of the savepoint; `undefined`: there is none. */
  readonly claimModeField: "restoreMode" | "claimMode" | undefined;
  /** POST /jars/:id/run takes configuration for the job. */
  readonly jarsTakeConfiguration: boolean;
  /** Resource requirements of a running job can be read and changed. */
  readonly rescalesInPlace: boolean;
  /** An adaptive scheduler waits for a checkpoint before it rescales. */
  readonly rescalesAtCheckpoints: boolean;
}

type Level = "supported" | { readonly works: string } | { readonly refused: string };

const noScripts = {
  refused:
    "its image has no kubernetes-jobmanager.sh, so that a native cluster cannot be started as later versions are",
} as const;
const goesAway = {
  works:
    "it is not supported: Flink gives it no fixes any more, and an application cluster goes away when its job ends",
} as const;
const startsAgain = {
  works:
    "it is not supported: Flink gives it no fixes any more, and the JobManager of an application exits when its job ends, so that Kubernetes starts the job again",
} as const;
const deprecated = { works: "support for it is deprecated: Flink gives it no fixes any more" } as const;
const unreleased = { works: "it is not supported yet: it is not released and may change" } as const;

const v1_11: Version = {
  number: "1.11",
  native: noScripts,
  standalone: startsAgain,
  configFile: "flink-conf.yaml",
  networkIsCapped: true,
  jobTakesProperties: false,
  jobManagerTakesProperties: false,
  readsClasspaths: false,
  hasKubernetesHa: false,
  knowsKubernetesHa: false,
  hasApplicationIds: false,
  takesTriggerIds: false,
  takesCheckpoints: false,
  claimModeField: undefined,
  jarsTakeConfiguration: false,
  rescalesInPlace: false,
  rescalesAtCheckpoints: false,
};
const v1_12: Version = {
  ...v1_11,
  number: "1.12",
  jobTakesProperties: true,
  readsClasspaths: true,
  hasKubernetesHa: true,
};
const v1_13: Version = { ...v1_12, number: "1.13", native: goesAway };
const v1_14: Version = { ...v1_13, number: "1.14" };
const v1_15: Version = {
  ...v1_14,
  number: "1.15",
  native: deprecated,
  standalone: deprecated,
  jobManagerTakesProperties: true,
  takesTriggerIds: true,
  claimModeField: "restoreMode",
};
const v1_16: Version = { ...v1_15, number: "1.16", knowsKubernetesHa: true };
const v1_17: Version = {
  ...v1_16,
  number: "1.17",
  networkIsCapped: false,
  takesCheckpoints: true,
  jarsTakeConfiguration: true,
};
const v1_18: Version = { ...v1_17, number: "1.18", rescalesInPlace: true };
const v1_19: Version = {
  ...v1_18,
  number: "1.19",
  native: "supported",
  standalone: "supported",
  configFile: "either",
};
const v1_20: Version = { ...v1_19, number: "1.20", claimModeField: "claimMode" };
const v2_0: Version = { ...v1_20, number: "2.0", configFile: "config.yaml", rescalesAtCheckpoints: true };
const v2_1: Version = { ...v2_0, number: "2.1" };
const v2_2: Version = { ...v2_1, number: "2.2" };
const v2_3: Version = { ...v2_2, number: "2.3", hasApplicationIds: true };
const v2_4: Version = { ...v2_3, number: "2.4", native: unreleased, standalone: unreleased };

/** One row a version; each says what changed since the one before. Oldest first. */
export const versions: Readonly<Record<FlinkVersion, Version>> = {
  v1_11,
  v1_12,
  v1_13,
  v1_14,
  v1_15,
  v1_16,
  v1_17,
  v1_18,
  v1_19,
  v1_20,
  v2_0,
  v2_1,
  v2_2,
  v2_3,
  v2_4,
};

/** Whether a version is run in a mode. */
export function supportOf(version: FlinkVersion, mode: Mode): Support {
  const { number, [mode]: level } = versions[version];
  if (level === "supported") return { kind: "supported" };
  if ("works" in level) return { kind: "works", warning: `Flink ${number} runs in ${mode} mode, but ${level.works}.` };
  return {
    kind: "refused",
    because: `Flink ${number} does not run in ${mode} mode: ${level.refused}.`,
    instead: runnable(mode),
  };
}

function runnable(mode: Mode): readonly FlinkVersion[] {
  const rows = Object.entries(versions) as readonly (readonly [FlinkVersion, Version])[];
  return rows.filter(([, row]) => row[mode] === "supported" || "works" in row[mode]).map(([version]) => version);
}
