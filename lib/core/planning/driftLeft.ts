import type { ResourcePlan } from "../../api/plan.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { Circumstances } from "../lifecycle/circumstances.ts";
import { repairsOf, repairsText } from "../lifecycle/drift/repairRules.ts";
import { journalOf } from "./journalOf.ts";

/** What others have changed that still stands when all is done, and what becomes of it. */
export function driftLeft(
  after: KubernetesObject | undefined,
  rules: Pick<Circumstances, "defaults" | "repair">,
): ResourcePlan["drift"] {
  const { standing = [] } = journalOf(after).drift ?? {};
  if (after === undefined || standing.length === 0) return [];
  const { namespace = "default", annotations } = after.metadata;
  const ofRestarts = repairsText(repairsOf({ namespace, annotations }, rules));
  const texts = {
    fight: "somebody sets it again whenever it is put right",
    notOurs: "it is told, and left alone",
    restart: ofRestarts,
    stateAtRisk: ofRestarts,
  };
  return standing.map(({ object, path, class: of, by }) => ({
    object,
    path,
    class: of,
    ...(by === undefined ? {} : { by }),
    becomes: texts[of],
  }));
}
