import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { flinkDuration } from "../configuration/flinkDuration.ts";
import { textOf } from "../configuration/options.ts";
import { millis, minutes, seconds, type Millis } from "../time.ts";

/** How long a job that does not run is waited for, before the snapshot is abandoned. */
export const jobPatience = minutes(30);

/** How long files are tried to be deleted, before the resource goes without them. */
export const disposalPatience = minutes(30);

/** Longer than a run takes that has announced a request and not made it yet. */
export const grace = seconds(30);

/** After so long Flink itself gives up a savepoint or checkpoint. */
export const checkpointTimeout = (configuration: FlinkConfiguration): Millis =>
  flinkDuration(textOf(configuration, "execution.checkpointing.timeout") ?? "") ?? minutes(10);

/** How long an attempt may take. Jobs may set another timeout in their code, so that this is generous. */
export const attemptPatience = (configuration: FlinkConfiguration): Millis =>
  millis(Math.max(minutes(60), 2 * checkpointTimeout(configuration)));

/** For texts: `30 minutes`. */
export const inMinutes = (time: Millis): string => `${Math.round(time / minutes(1))} minutes`;
