import type { StopIntent } from "../../../api/resources/journal.ts";
import { millis, parsedInstant, rfc3339, seconds, since, type Millis } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Happening } from "../events/happening.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import type { Choice } from "./choice.ts";
import { newestKnown } from "./facts.ts";
import { stopRequest, takesTriggerIds } from "./stopRequest.ts";

const soon = millis(500);

/** The stop of a job that runs, announced in the journal; put off while one has just failed. */
export function announcedStop(
  seen: Seen,
  { way, because }: Pick<Extract<Choice, { readonly kind: "stop" }>, "way" | "because">,
  circumstances: Circumstances,
  tell: readonly Happening[],
): Plan {
  const tooSoon = backingOff(seen, circumstances);
  if (tooSoon !== undefined && way !== "forget") return tooSoon;
  const intent = intentOf(seen, way, circumstances);
  return {
    act: "stop",
    because,
    intent,
    effect: stopRequest(intent, runningSpec(seen), presentOptions(seen, circumstances.defaults)),
    step: way === "savepoint" ? "savepoint" : "cancellation",
    tell,
    wake: soon,
  };
}

function intentOf(seen: Seen, way: StopIntent["way"], { fresh, now }: Circumstances): StopIntent {
  const { resource, deployed } = seen;
  const { metadata, status } = resource;
  const state = status.reconciliationStatus?.state ?? "UPGRADING";
  const takesIds = takesTriggerIds(runningSpec({ resource, deployed }));
  return {
    kind: "stop",
    way,
    from: state === "UPGRADING" ? "DEPLOYED" : state,
    generation: metadata.generation,
    jobId: status.jobStatus?.jobId ?? "",
    ...(way === "savepoint" && takesIds ? { triggerId: fresh.triggerId } : {}),
    ...(way === "savepoint" ? newestCheckpoint(seen) : {}),
    at: rfc3339(now),
  };
}

/** Also one that is under way, or has failed: an id is given out once. */
function newestCheckpoint(seen: Seen): Pick<StopIntent, "newestCheckpoint"> {
  const { flink, resource } = seen;
  const checkpoints = flink.kind === "answered" ? flink.checkpoints : undefined;
  const told = checkpoints?.kind === "enabled" ? (checkpoints.newestId ?? 0) : undefined;
  const known = newestKnown(seen);
  const recorded = known?.jobId === resource.status.jobStatus?.jobId ? known?.checkpointId : undefined;
  const ids = [told, recorded].filter((id) => id !== undefined);
  return ids.length === 0 ? {} : { newestCheckpoint: Math.max(...ids) };
}

const longestBackOff = seconds(300);

/** A savepoint that has failed will mostly fail again: 10, 20, 40 … seconds, and at most five minutes; at once for a newer spec. */
function backingOff(seen: Seen, { now }: Circumstances): Plan | undefined {
  const failed = seen.resource.status.fleet?.failedStop;
  if (failed === undefined || failed.generation !== seen.resource.metadata.generation) return undefined;
  const pause: Millis = millis(Math.min(longestBackOff, 10_000 * 2 ** (failed.attempts - 1)));
  if (since(parsedInstant(failed.at), now) >= pause) return undefined;
  const message = `the job goes on, as it could not be stopped with its state (${failed.attempts} attempts, and it is tried again): ${failed.because}`;
  return { act: "wait", because: message, obstacle: { reason: "SavepointError", message }, wake: seconds(10) };
}
