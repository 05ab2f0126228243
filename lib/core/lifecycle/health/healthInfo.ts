/** What is remembered from one health check to the next. Times are epoch milliseconds. */
export interface HealthInfo {
  readonly timeStamp: number;
  readonly numRestarts: number;
  /** When `numRestarts` was counted. */
  readonly numRestartsEvaluationTimeStamp: number;
  readonly numCompletedCheckpoints: number;
  /** When `numCompletedCheckpoints` was last seen to grow. */
  readonly numCompletedCheckpointsIncreasedTimeStamp: number;
  readonly healthResult: { readonly healthy: boolean; readonly error: string | null };
}

/** The key in `status.clusterInfo`: the Apache operator's. It goes with every new cluster. */
export const healthInfoKey = "ClusterHealthInfo";

/** The Apache operator's ClusterHealthInfo as JSON, its fields in its order. */
export function healthInfoText(info: HealthInfo): string {
  const { timeStamp, numRestarts, numRestartsEvaluationTimeStamp } = info;
  const { numCompletedCheckpoints, numCompletedCheckpointsIncreasedTimeStamp, healthResult } = info;
  return JSON.stringify({
    timeStamp,
    numRestarts,
    numRestartsEvaluationTimeStamp,
    numCompletedCheckpoints,
    numCompletedCheckpointsIncreasedTimeStamp,
    healthResult: { healthy: healthResult.healthy, error: healthResult.error },
  });
}

/** Also what its older versions wrote, which had fewer fields; `undefined` for what nobody of them has written. */
export function readHealthInfo(text: string | undefined): HealthInfo | undefined {
  const read = (text === undefined ? undefined : parsed(text)) ?? {};
  const { timeStamp, numRestarts } = read;
  if (!isCount(timeStamp) || !isCount(numRestarts)) return undefined;
  const either = (found: unknown, otherwise: number): number => (isCount(found) ? found : otherwise);
  return {
    timeStamp,
    numRestarts,
    numRestartsEvaluationTimeStamp: either(read["numRestartsEvaluationTimeStamp"], timeStamp),
    numCompletedCheckpoints: either(read["numCompletedCheckpoints"], 0),
    numCompletedCheckpointsIncreasedTimeStamp: either(read["numCompletedCheckpointsIncreasedTimeStamp"], timeStamp),
    healthResult: result(read["healthResult"]),
  };
}

type Json = Readonly<Record<string, unknown>>;

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;

function result(found: unknown): HealthInfo["healthResult"] {
  const { healthy, error } = (found ?? {}) as Json;
  return { healthy: healthy !== false, error: typeof error === "string" && error !== "" ? error : null };
}

function parsed(text: string): Json | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? (found as Json) : undefined;
  } catch {
    return undefined;
  }
}
