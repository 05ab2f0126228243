import { minutes, parsedInstant, rfc3339, seconds, since } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";
import { clusterInTheWay } from "./clusterInTheWay.ts";
import type { Seen } from "./seen.ts";

/** Longer than one run may take: as long as this, whoever wrote the intent may still be at it. */
const grace = seconds(30);
/** From here on the deployment is not merely slow: something refuses it, and asking every few seconds helps nobody. */
const patience = minutes(5);

/**
 * An earlier run announced a deployment and may have died before, while or after making it. It is carried out again as it
 * was announced, with the same job id and names, whatever the spec says by now: what exists already is recognised.
 */
export function unfinishedDeployment(seen: Seen, { now }: Circumstances): Plan | undefined {
  const intent = seen.resource.status.fleet?.intent;
  const announced = seen.deployed;
  if (intent === undefined || announced.kind !== "recorded") return undefined;
  const age = since(parsedInstant(intent.at), now);
  const started = seen.jobManager?.generation === intent.generation;
  if (!started && age < grace) {
    return { act: "wait", because: "another run may be creating the cluster", wake: seconds(5) };
  }
  const inTheWay = clusterInTheWay(seen, intent.generation);
  if (inTheWay !== undefined) return inTheWay;
  return {
    act: "once",
    because: started ? "the cluster was created in part" : "the announced cluster was never created",
    intent: { ...intent, at: rfc3339(now) },
    effect: { kind: "createCluster", spec: announced.spec },
    wake: age < patience ? seconds(5) : minutes(1),
  };
}
