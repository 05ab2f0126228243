import { type Check, reasonOf } from "../../core/enrolment/check.ts";
import type { Checked } from "../../core/enrolment/cure.ts";
import { questions } from "../../core/enrolment/questions.ts";
import { rightsCheck } from "../../core/enrolment/rightsCheck.ts";
import { Faulted } from "../../core/fault.ts";
import { fleetRights, type Rule } from "../../core/rights.ts";
import type { Review } from "../../ports/index.ts";

interface Scope {
  /** Empty: all namespaces. */
  readonly namespaces: readonly string[];
  readonly groups: readonly string[] | undefined;
  readonly checked: Checked;
}

/** Rule by rule of our Role, in each namespace. */
export async function checkRights(review: Review, scope: Scope): Promise<readonly Check[]> {
  const namespaces = scope.namespaces.length === 0 ? [undefined] : scope.namespaces;
  return await Promise.all(
    namespaces.flatMap((namespace) => fleetRights.map((rule) => asked(review, rule, namespace, scope))),
  );
}

async function asked(
  review: Review,
  rule: Rule,
  namespace: string | undefined,
  { groups, checked }: Scope,
): Promise<Check> {
  try {
    const answers = await Promise.all(
      questions(rule, namespace).map(async (question) => ({ question, allowed: await review.allowed(question) })),
    );
    return rightsCheck({ rule, namespace, answers, groups }, checked);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    const what = `${rule.resources.join(", ")} in ${namespace ?? "all namespaces"}`;
    return { step: "rights", what, kind: "failed", because: reasonOf(error.fault), cure: "Try again." };
  }
}
