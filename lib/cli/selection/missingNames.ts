import type { Selector } from "../../api/events/selector.ts";
import { matches, matchesAny } from "../../core/triggers/matches.ts";
import { selectorText, type Subject } from "../../core/triggers/selects.ts";
import type { Spoke } from "../../ports/index.ts";
import { advice } from "../advice.ts";
import type { Failure } from "../overview.ts";
import { listed, nearest } from "../nearest.ts";
import { UserError } from "../userError.ts";
import { findings } from "./found.ts";

type Seen = Pick<Subject, "namespace" | "name">;

interface Wanted {
  readonly name: string;
  readonly selector: Selector;
}

/** Throws UserError where a name means nothing, or nothing is selected at all: with what was looked for and what there is. */
export async function refuseMissing(
  selectors: readonly Selector[],
  { seen, failures }: { readonly seen: readonly Seen[]; readonly failures: readonly Failure[] },
  spokes: readonly Spoke[],
): Promise<void> {
  const missing = missingOf(selectors, seen);
  if (missing.length === 0 && (seen.length > 0 || failures.length > 0)) return;
  if (failures.length === spokes.length) return;
  const { found: all } = await findings([{ clusters: ["*"] }], spokes);
  const known = [...new Set(all.map(({ subject }) => `${subject.namespace}/${subject.name}`))].toSorted();
  const lines = missing.length === 0 ? [nothing(selectors, known)] : missing.map((one) => unknownName(one, known));
  const unseen = failures.map((failure) => `not looked at: ${advice(failure)}`);
  throw new UserError([...lines, ...unseen].join("\n"));
}

/** Throws UserError for a name that none of the files has. */
export function refuseNotInFiles(selectors: readonly Selector[], seen: readonly Seen[]): void {
  const missing = missingOf(selectors, seen).map(({ name }) => name);
  const known = seen.map(({ namespace, name }) => `${namespace}/${name}`).toSorted();
  if (missing.length === 0) return;
  const cure = missing.some((name) => /\.(ya?ml|json)$/u.test(name)) ? "; each file wants -f before it" : "";
  throw new UserError(`${missing.join(", ")}: not in the files: ${listed(known, none)}${cure}`);
}

const missingOf = (selectors: readonly Selector[], seen: readonly Seen[]): readonly Wanted[] =>
  selectors.flatMap((selector) =>
    (selector.names ?? [])
      .map((name) => ({ name, selector }))
      .filter(
        ({ name }) => !seen.some((one) => matches(name, one.name) && matchesAny(selector.namespaces, one.namespace)),
      ),
  );

const nameOf = (place: string): string => place.slice(place.indexOf("/") + 1);
const none = "there are no FlinkDeployments and no FlinkSessionJobs";

/** Names are compared without their namespaces: it is often that which is wrong. */
function unknownName({ name, selector }: Wanted, known: readonly string[]): string {
  const near = nearest(name, [...new Set(known.map(nameOf))]);
  const places = known.filter((place) => near.includes(nameOf(place))).slice(0, 3);
  const { names: _, ...rest } = selector;
  const within = selectorText(rest);
  const hint = places.length === 0 ? listed(known, none) : `did you mean ${places.join(" or ")}?`;
  return `there is no resource ${name}${within === "" ? "" : ` (${within})`}: ${hint}`;
}

const nothing = (selectors: readonly Selector[], known: readonly string[]): string =>
  `nothing is selected by ${selectors.map(selectorText).join(", or ")}: ${listed(known, none)}`;
