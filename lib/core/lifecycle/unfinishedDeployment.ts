import { minutes, parsedInstant, rfc3339, seconds, since, type Millis } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";
import { clusterInTheWay } from "./clusterInTheWay.ts";
import { creationUnderWay, wasRefused } from "./creationUnderWay.ts";
import { firstDeployment } from "./firstDeployment.ts";
import type { Seen } from "./seen.ts";

/** What was refused will mostly be refused again, and every try writes status. */
const untilRetry = minutes(1);

/**
 * An earlier run announced a deployment and may have died before, while or after making it. It is carried out again as it
 * was announced, with the same job id and names, whatever the spec says by now: what exists already is recognised.
 */
export function unfinishedDeployment(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const intent = seen.resource.status.fleet?.intent;
  const announced = seen.deployed;
  if (intent === undefined || announced.kind !== "recorded") return undefined;
  if (isToBeBegunAnew(seen, intent.generation)) {
    return firstDeployment({ ...seen, deployed: { kind: "nothing" } }, circumstances);
  }
  const { now } = circumstances;
  const inTheWay = clusterInTheWay(seen, intent.generation);
  if (inTheWay !== undefined) return inTheWay;
  const waits = creationUnderWay(seen, now) ?? retryingLater(seen, since(parsedInstant(intent.at), now));
  if (waits !== undefined) return waits;
  const started = seen.jobManager?.generation === intent.generation;
  return {
    act: "once",
    because: started ? "the cluster was created in part" : "the announced cluster was never created",
    intent: { ...intent, at: rfc3339(now) },
    effect: { kind: "createCluster", spec: announced.spec },
    wake: seconds(5),
  };
}

/** Nothing was made of what was announced, and the user has mended the spec since. */
const isToBeBegunAnew = (seen: Seen, announced: number): boolean =>
  wasRefused(seen) &&
  seen.jobManager === undefined &&
  seen.taskManager === undefined &&
  seen.resource.metadata.generation !== announced;

function retryingLater(seen: Seen, age: Millis): Plan | undefined {
  if (!wasRefused(seen) || age >= untilRetry) return undefined;
  return { act: "wait", because: "refused, and tried again every minute", wake: untilRetry };
}
