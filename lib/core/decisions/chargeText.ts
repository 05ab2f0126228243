import type { Charge } from "../../api/charge.ts";
import { chargeAnnotation, type InCharge } from "../charge/chargeOf.ts";
import type { Story } from "./story.ts";

/** Who is in charge, and what says so. */
export function chargeText({ inCharge, subject }: Story): readonly string[] {
  if (inCharge === undefined) return [];
  return [`In charge: ${whose[inCharge.charge]}, by ${wordText(inCharge, subject)}.`];
}

const whose: Readonly<Record<Charge, string>> = {
  operate: "flink-fleet (operate)",
  shadow: "somebody else, and flink-fleet tells in its log what it would do (shadow)",
  observe: "somebody else (observe)",
};

type Named = Pick<Story["subject"], "cluster" | "kind" | "namespace" | "name">;

function wordText({ charge, by, said, on }: InCharge, subject: Named): string {
  switch (by) {
    case "annotation": {
      const word = said === charge ? "" : ` "${said}", which is none of observe, shadow and operate`;
      return `the annotation ${chargeAnnotation}${word}${isItself(on, subject) ? "" : ` of ${on.kind} ${on.namespace}/${on.name}`}`;
    }
    case "namespace":
      return `namespaceCharges.${on.namespace} of the fleet file, in cluster ${subject.cluster}`;
    case "cluster":
      return charge === "operate"
        ? "default: nothing says otherwise"
        : `charge of cluster ${subject.cluster} in the fleet file`;
  }
}

/** Why nothing will be done, and how to change that; empty where flink-fleet operates it. */
export function idleText({ inCharge, subject }: Story): readonly string[] {
  if (inCharge === undefined || inCharge.charge === "operate") return [];
  return ["flink-fleet will do nothing about it: somebody else is in charge.", cureText(inCharge, subject)];
}

/** A session job goes with its session cluster, a snapshot with its job. */
function cureText({ by, on }: InCharge, subject: Named): string {
  if (on.kind === "FlinkStateSnapshot")
    return `To have flink-fleet operate it: ${by === "namespace" ? "namespaceCharges" : "charge"} in the fleet file, as its job is not there.`;
  const kind = on.kind === "FlinkSessionJob" ? ` --kind ${on.kind}` : "";
  const place = `${on.namespace}/${on.name} --cluster ${subject.cluster}${kind}`;
  const with_ = isItself(on, subject) ? "" : ", with which it goes";
  return `To have flink-fleet operate it: flink-fleet adopt ${place}${with_}.`;
}

const isItself = (on: InCharge["on"], { kind, namespace, name }: Named): boolean =>
  on.kind === kind && on.namespace === namespace && on.name === name;
