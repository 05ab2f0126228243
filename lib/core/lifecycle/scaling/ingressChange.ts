import { minutes, parsedInstant, seconds, since } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { specChanged } from "../happenings/specChanged.ts";
import type { Plan } from "../plan.ts";
import { runningObjects } from "../runningObjects.ts";
import type { Seen } from "../seen.ts";

/** What was refused will mostly be refused again, and every try writes status. */
const untilRetry = minutes(1);

export const ingressIsLeft = ({ deployed }: Seen): boolean =>
  deployed.kind === "recorded" && deployed.difference.changes.some((change) => change.class === "ingress");

/** The last thing that is left to do: once the Ingress is as it is asked for, so is everything. It is changed in place, never made anew. */
export function ingressChange(seen: Seen, { defaults, now }: Circumstances): Plan {
  const { spec, status, metadata } = seen.resource;
  const before = status.fleet?.inPlace;
  const refused = before?.generation === metadata.generation ? before.refused : undefined;
  if (
    before !== undefined &&
    refused?.effect === "setIngress" &&
    since(parsedInstant(before.since), now) < untilRetry
  ) {
    const { because } = refused;
    return { act: "wait", because, obstacle: { reason: "IngressRefused", message: because }, wake: untilRetry };
  }
  const wanted = runningObjects(spec, seen, defaults);
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
