import { minutes, parsedInstant, seconds, since } from "../../time.ts";
import { managesIngress } from "../../objects/managesIngress.ts";
import type { Circumstances } from "../circumstances.ts";
import { specChanged } from "../happenings/specChanged.ts";
import type { Plan } from "../plan.ts";
import { runningObjects } from "../observation/runningObjects.ts";
import type { Seen } from "../seen.ts";

/** What was refused will mostly be refused again, and every try writes status. */
const untilRetry = minutes(1);

/** It differs, or may do so since an earlier change that was taken back, and is ours to change. */
export const ingressIsLeft = ({ deployed, resource }: Seen, { defaults }: Circumstances): boolean =>
  (resource.status.fleet?.inPlace?.ingress === true || differs(deployed)) &&
  managesIngress({ namespace: resource.metadata.namespace, spec: resource.spec }, defaults);

const differs = (deployed: Seen["deployed"]): boolean =>
  deployed.kind === "recorded" && deployed.difference.changes.some((change) => change.class === "ingress");

/** The last thing that is left to do: once the Ingress is as it is asked for, so is everything. It is changed in place, never made anew. */
export function ingressChange(seen: Seen, circumstances: Circumstances): Plan {
  const refused = refusedLately(seen, circumstances);
  if (refused !== undefined) return refused;
  if (seen.resource.status.fleet?.inPlace?.ingress !== true) return announcement(seen);
  const wanted = runningObjects(seen.resource.spec, seen, circumstances.defaults);
  if (wanted.kind === "problems") {
    const message = wanted.problems.map((problem) => problem.message).join("; ");
    return { act: "wait", because: message, obstacle: { reason: "ValidationError", message }, wake: "on schedule" };
  }
  return {
    act: "again",
    because: wanted.ingress === undefined ? "removing the Ingress" : "changing the Ingress",
    effect: { kind: "setIngress", ingress: wanted.ingress },
    tell: specChanged(seen),
    wake: seconds(2),
  };
}

/** So that it is made good even if the spec goes back to what is recorded. */
function announcement(seen: Seen): Plan {
  const announced = seen.resource.status.fleet?.inPlace?.announced ?? [];
  return {
    act: "turn",
    because: "the Ingress is to be another one",
    turn: { kind: "inPlace", change: { announced, ingress: true } },
    tell: specChanged(seen),
    wake: seconds(0),
  };
}

function refusedLately({ resource: { metadata, status } }: Seen, { now }: Circumstances): Plan | undefined {
  const { refused, generation, since: at } = status.fleet?.inPlace ?? {};
  if (refused?.effect !== "setIngress" || generation !== metadata.generation || at === undefined) return undefined;
  if (since(parsedInstant(at), now) >= untilRetry) return undefined;
  const { because } = refused;
  return { act: "wait", because, obstacle: { reason: "IngressRefused", message: because }, wake: untilRetry };
}
