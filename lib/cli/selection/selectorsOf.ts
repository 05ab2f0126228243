import { type Selector, selector } from "../../api/events/selector.ts";
import { checked, sentence } from "../../api/problem.ts";
import { isPlain } from "../../core/triggers/matches.ts";
import { UserError } from "../userError.ts";
import type { Narrowing, SelectionOptions } from "./selectionOptions.ts";

/**
 * What a command line selects: any of these. One for all plain names, and one for each namespace that stands before a name. Throws
 * UserError.
 */
export function selectorsOf(
  names: readonly string[],
  options: Narrowing & Pick<SelectionOptions, "cluster">,
): readonly Selector[] {
  const { namespace, selector: labels, kind, cluster } = options;
  const common = {
    ...(cluster === undefined ? {} : { clusters: [...cluster] }),
    ...(labels === undefined ? {} : { labels }),
    ...(kind === undefined ? {} : { kinds: [kind] }),
  };
  const plain = names.filter((name) => !name.includes("/"));
  const placed = Map.groupBy(
    names.filter((name) => name.includes("/")),
    (name) => name.slice(0, name.indexOf("/")),
  );
  const unmeant = [...placed.keys()].find((one) => namespace?.includes(one) === false);
  if (unmeant !== undefined)
    throw new UserError(
      `${unmeant}/ stands before a name, and -n says ${namespace?.join(", ")}: leave one of them out`,
    );
  const inNamespaces = namespace === undefined ? {} : { namespaces: [...namespace] };
  const ofPlain = names.length > 0 && plain.length === 0 ? [] : [named(plain, { ...common, ...inNamespaces })];
  const ofPlaced = [...placed].map(([place, those]) =>
    named(
      those.map((name) => name.slice(place.length + 1)),
      { ...common, namespaces: [place] },
    ),
  );
  return [...ofPlain, ...ofPlaced].map(right);
}

/** Where resources of files belong that name no namespace. */
export const namespaceOfFiles = ({ namespace }: Narrowing): string => namespace?.find(isPlain) ?? "default";

const named = (names: readonly string[], rest: Selector): Selector =>
  names.length === 0 ? rest : { ...rest, names: [...names] };

function right(wanted: Selector): Selector {
  const { clusters, namespaces, names, labels } = wanted;
  const narrows = [clusters, namespaces, names, labels].some((by) => by !== undefined);
  const read = checked(selector, narrows ? wanted : { ...wanted, clusters: ["*"] });
  if (read.kind === "valid") return read.value;
  throw new UserError(`the selection is not right: ${read.problems.map(sentence).join("; ")}`);
}
