import type { Rule } from "../rights.ts";
import type { Check } from "./check.ts";
import { type Checked, enrolCure } from "./cure.ts";
import type { Question } from "./questions.ts";

export interface Asked {
  readonly rule: Rule;
  readonly namespace: string | undefined;
  readonly answers: readonly { readonly question: Question; readonly allowed: boolean }[];
  /** Groups of whoever asks; `undefined` where the cluster does not tell. */
  readonly groups: readonly string[] | undefined;
}

/** What one rule of our Role comes to in a namespace, by the answers to all of its questions. */
export function rightsCheck({ rule, namespace, answers, groups }: Asked, checked: Checked): Check {
  const what = `${nameOf(rule)} in ${namespace ?? "all namespaces"}`;
  const denied = answers.filter(({ allowed }) => !allowed).map(({ question }) => question.verb);
  if (denied.length === 0) return { step: "rights", what, kind: "passed", says: rule.verbs.join(", ") };
  const stranger = groups !== undefined && !groups.includes(checked.group);
  const where = namespace === undefined ? "-A" : `-n ${namespace}`;
  return {
    step: "rights",
    what,
    kind: "failed",
    because: `may not ${denied.join(", ")}`,
    cure: `${enrolCure(checked, [where])}.${stranger ? groupCure(checked) : ""}`,
  };
}

function groupCure({ group, access }: Checked): string {
  const how = access === "eks" ? "the access entry has to name it" : "rights are bound to this group";
  return ` Whoever asked is not in the group ${group}: ${how}.`;
}

const nameOf = ({ resources, apiGroups }: Rule): string =>
  resources.map((resource) => [resource, ...apiGroups.filter((group) => group !== "")].join(".")).join(", ");
