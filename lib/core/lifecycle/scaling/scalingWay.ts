import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { modeOf } from "../../configuration/mode.ts";
import { operatorKey, operatorOption } from "../../configuration/operatorOption.ts";
import { textOf } from "../../configuration/options.ts";
import { slotsOf } from "../../configuration/parallelism.ts";
import { versions, type Version } from "../../configuration/versions.ts";
import { extentOf, isSameJob, type Extent, type JobSize } from "./extent.ts";
import { followTime } from "./followTime.ts";
import type { Millis } from "../../time.ts";

/** How a difference of class `scale` can be carried out without a new cluster. */
export type ScalingWay =
  /** It cannot: an upgrade is needed. */
  | { readonly kind: "none"; readonly because: string }
  /** The job stays as it is: at most the number of pods changes. */
  | { readonly kind: "pods"; readonly to: Extent }
  /** Reactive mode: the job takes all slots that there are. */
  | { readonly kind: "reactive"; readonly to: Extent; readonly slots: number; readonly within: Millis }
  /** Adaptive scheduler: the running job is given other resource requirements. */
  | {
      readonly kind: "requirements";
      /** What the job may have by now: what was recorded, and what was announced after that. */
      readonly from: readonly JobSize[];
      readonly to: Extent;
      readonly within: Millis;
    };

export interface ScalingQuestion {
  readonly namespace: string;
  readonly defaults: OperatorDefaults;
  /** What was recorded as running. */
  readonly from: FlinkDeploymentSpec;
  /** What was announced after that and not recorded: a scaling that is under way. */
  readonly announced: readonly JobSize[];
  readonly to: FlinkDeploymentSpec;
}

/** Asks nothing of Flink. `within` is how long the job may take to follow. */
export function scalingWay({ namespace, defaults, from, announced, to }: ScalingQuestion): ScalingWay {
  const configuration = userConfiguration({ namespace, spec: to }, defaults);
  const recorded = extentOf(from, userConfiguration({ namespace, spec: from }, defaults));
  const before: readonly JobSize[] = [recorded, ...announced];
  const after = extentOf(to, configuration);
  if (before.every((one) => isSameJob(one, after))) return { kind: "pods", to: after };
  const version = to.flinkVersion === undefined ? undefined : versions[to.flinkVersion];
  if (version === undefined) return { kind: "none", because: "spec.flinkVersion is not set" };
  const within = followTime(configuration, version, to.job);
  if (modeOf(to) === "standalone" && isWord(configuration, "scheduler-mode", "reactive")) {
    return { kind: "reactive", to: after, slots: slotsOf(configuration), within };
  }
  const because = obstacle(configuration, version);
  return because === undefined ? { kind: "requirements", from: before, to: after, within } : { kind: "none", because };
}

function obstacle(configuration: FlinkConfiguration, version: Version): string | undefined {
  const option = "job.upgrade.inplace-scaling.enabled";
  if (!operatorOption(configuration, option)) return `${operatorKey(option)} is false`;
  if (!version.rescalesInPlace) return `Flink ${version.number} cannot rescale a running job; Flink 1.18 and later can`;
  if (isWord(configuration, "jobmanager.scheduler", "adaptive")) return undefined;
  return "only the adaptive scheduler rescales a running job (jobmanager.scheduler: adaptive)";
}

const isWord = (configuration: FlinkConfiguration, option: string, word: string): boolean =>
  textOf(configuration, option)?.toLowerCase() === word;
