import type { LivePod } from "../../api/live.ts";
import { mainContainerName } from "../objects/mainContainer.ts";
import { type Instant, parsedInstant } from "../time.ts";
import { isJson, part, textAt } from "../objects/json.ts";

/** When the youngest Flink process was started; `undefined` where there is none, or one is just being started. */
export function lastStart(pods: readonly LivePod[]): Instant | undefined {
  const starts = pods.map(startOf);
  const known = starts.filter((at) => at !== undefined);
  return known.length === 0 || known.length < starts.length ? undefined : known.reduce((a, b) => (b > a ? b : a));
}

function startOf({ status }: LivePod): Instant | undefined {
  const main = status.containerStatuses.find(({ name }) => name === mainContainerName);
  const state: unknown = main?.state;
  const startedAt = isJson(state) ? textAt(part(state, "running"), "startedAt") : undefined;
  return startedAt === undefined ? undefined : parsedInstant(startedAt);
}
