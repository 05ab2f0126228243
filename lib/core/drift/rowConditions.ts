import { minutes } from "../time.ts";
import type { Difference } from "./difference.ts";
import type { DriftingCluster } from "./driftClass.ts";
import { speaksOfState } from "./stateOptions.ts";

/** What a line of the class table asks besides part and path. */
export type Condition = (difference: Difference, cluster: DriftingCluster) => boolean;

/** A new JobManager of an application begins where its first one did, unless HA metadata tells more; jobs of a session are handed in by others. */
export const stateIsLost: Condition = (_, { kind, highAvailability, keepsState }) =>
  kind === "application" && !highAvailability && keepsState;

export const isHighlyAvailable: Condition = (_, { highAvailability }) => highAvailability;
export const isStateless: Condition = (_, { keepsState }) => !keepsState;

export const isNone: Condition = ({ found }) => found === "0";

/** The HorizontalPodAutoscaler is a part of kube-controller-manager; people come under other names. */
export const byAutoscaler: Condition = ({ by }) =>
  by !== undefined && (/autoscal|keda/i.test(by.manager) || isControllerManager(by));

const isControllerManager = ({ manager, subresource }: NonNullable<Difference["by"]>): boolean =>
  manager === "kube-controller-manager" && subresource === "scale";

export const isAddition: Condition = ({ wanted }) => wanted === undefined;
export const onHostNetwork: Condition = (_, { hostNetwork }) => hostNetwork;
export const isStandaloneApplication: Condition = (_, { mode, kind, keepsState }) =>
  mode === "standalone" && kind === "application" && keepsState;

/** Two clocks are compared, and a process reads its configuration some seconds after its start. */
const margin = minutes(2);

export const isUnread: Condition = ({ by }, { lastStart }) =>
  by?.at !== undefined && lastStart !== undefined && by.at > lastStart + margin;

export const isAboutState: Condition = ({ path }, { keepsState }) =>
  keepsState && speaksOfState(path.split("/").at(-1)?.replaceAll("~1", "/").replaceAll("~0", "~") ?? "");
