import { isObject, type JsonObject, listAt } from "../simulation/json.ts";
import { type Deployment, isReady, type Pod } from "../kubernetes/shapes.ts";

export interface DeploymentSeen {
  readonly wanted: Deployment;
  readonly pods: readonly Pod[];
  /** pod-template-hash of the pods that are up to date */
  readonly template: string;
  /** Why pods could not be created. */
  readonly failure: string | undefined;
  readonly now: string;
}

/** A merge patch of the status as the Deployment controller reports it: a count that is zero is absent. */
export function deploymentStatus(seen: DeploymentSeen): JsonObject {
  const { wanted, template, failure } = seen;
  const { replicas } = wanted.spec;
  const pods = seen.pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const ready = pods.filter(isReady).length;
  const updated = pods.filter((pod) => pod.metadata.labels["pod-template-hash"] === template).length;
  const complete = updated === replicas && ready === replicas;
  const failed = { type: "ReplicaFailure", status: "True", reason: "FailedCreate" };
  return {
    observedGeneration: wanted.metadata.generation,
    replicas: unlessZero(pods.length),
    updatedReplicas: unlessZero(updated),
    readyReplicas: unlessZero(ready),
    availableReplicas: unlessZero(ready),
    unavailableReplicas: unlessZero(Math.max(0, replicas - ready)),
    conditions: conditions(seen, [
      // 25 % may be unavailable, rounded down: none of fewer than four.
      availability(ready >= replicas - Math.floor(replicas / 4)),
      progress(`${wanted.metadata.name}-${template}`, complete),
      ...(failure === undefined ? [] : [{ ...failed, message: failure }]),
    ]),
  };
}

const unlessZero = (count: number): number | null => (count === 0 ? null : count);

const availability = (available: boolean): Condition => ({
  type: "Available",
  status: available ? "True" : "False",
  reason: available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
  message: available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
});

const progress = (replicaSet: string, complete: boolean): Condition => ({
  type: "Progressing",
  status: "True",
  reason: complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
  message: `ReplicaSet "${replicaSet}" ${complete ? "has successfully progressed." : "is progressing."}`,
});

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Times move only with what they tell the time of, so that an unchanged status is an unchanged object. */
function conditions({ wanted, now }: DeploymentSeen, current: readonly Condition[]): readonly JsonObject[] {
  const before = listAt(wanted.status, "conditions").filter(isObject);
  return current.map((condition) => {
    const last = before.find((each) => each["type"] === condition.type);
    const sameStatus = last?.["status"] === condition.status;
    const same = sameStatus && last["reason"] === condition.reason && last["message"] === condition.message;
    return {
      ...condition,
      lastTransitionTime: sameStatus ? last["lastTransitionTime"] : now,
      lastUpdateTime: same ? last["lastUpdateTime"] : now,
    };
  });
}
