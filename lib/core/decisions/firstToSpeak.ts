/** Asks one thing of what was seen; silent where it has nothing to say. */
export type Rule<Seen, Circumstances, Plan> = (seen: Seen, circumstances: Circumstances) => Plan | undefined;

/** Rules by their names, in the order in which they are asked. */
export type Rules<Seen, Circumstances, Plan> = Readonly<Record<string, Rule<Seen, Circumstances, Plan>>>;

/** A plan, and how it came about. */
export interface Decided<Plan> {
  readonly plan: Plan;
  /** Whose plan it is. */
  readonly rule: string;
  /** The rules that were asked before it, in their order, and said nothing. */
  readonly passed: readonly string[];
}

/** The first rule with something to say; `undefined` where none has. */
export function firstToSpeak<Seen, Circumstances, Plan>(
  rules: Rules<Seen, Circumstances, Plan>,
  seen: Seen,
  circumstances: Circumstances,
): Decided<Plan> | undefined {
  const names = Object.keys(rules);
  for (const [index, rule] of names.entries()) {
    const plan = rules[rule]?.(seen, circumstances);
    if (plan !== undefined) return { plan, rule, passed: names.slice(0, index) };
  }
  return undefined;
}
