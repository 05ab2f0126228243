import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { isPlain } from "../core/triggers/matches.ts";
import { passesOver } from "../core/triggers/passesOver.ts";
import { type Subject, labelsText, selects } from "../core/triggers/selects.ts";
import type { Selector } from "../api/events/selector.ts";
import type { Cluster, Query, Spoke } from "../ports/index.ts";

export interface Selected {
  readonly subject: Subject;
  readonly object: KubernetesObject;
}

/** What a selector selects in one spoke, of what is looked after there. Throws `Faulted`. */
export async function selected(selector: Selector, spoke: Spoke, cluster: Cluster): Promise<readonly Selected[]> {
  const kinds = selector.kinds ?? ["FlinkDeployment", "FlinkSessionJob"];
  const lists = await Promise.all(kinds.map((kind) => listed(kind, selector, spoke, cluster)));
  return lists
    .flat()
    .map((object) => ({ object, subject: subjectOf(object, spoke) }))
    .filter(({ subject }) => selects(selector, subject) && !passesOver(selector, subject))
    .toSorted((a, b) => keyOf(a.subject).localeCompare(keyOf(b.subject), "en"));
}

export const keyOf = ({ namespace, name, kind }: Subject): string => `${namespace}/${name} ${kind}`;

function subjectOf({ kind, metadata }: KubernetesObject, spoke: Spoke): Subject {
  const { namespace = "default", name, labels = {} } = metadata;
  return { spoke: spoke.name, kind: kind as Subject["kind"], namespace, name, labels };
}

/** A spoke without our kinds has nothing to select. */
async function listed(
  kind: Subject["kind"],
  selector: Selector,
  spoke: Spoke,
  cluster: Cluster,
): Promise<readonly KubernetesObject[]> {
  const labels = [spoke.labelSelector, labelsText(selector.labels ?? {})].filter(
    (text) => text !== undefined && text !== "",
  );
  const query = { kind, ...(labels.length === 0 ? {} : { labels: labels.join(",") }) };
  try {
    const pages = placesOf(selector, spoke).map((place) => cluster.list({ ...query, ...place }));
    return (await Promise.all(pages)).flat();
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}

/** Of a kind; of more, whole lists are fewer calls. */
const mostByName = 10;

/**
 * What to list: where few names are meant, and each is plain, one object at a time instead of all that is there. It is a list all the same,
 * so that labels are judged by the API server, and what is not there is not selected.
 */
export function placesOf(selector: Selector, spoke: Spoke): readonly Pick<Query, "namespace" | "name">[] {
  const namespaces = namespacesOf(selector, spoke);
  const names = [...new Set(selector.names)];
  const isFew = names.length > 0 && names.every(isPlain) && names.length * namespaces.length <= mostByName;
  return namespaces.flatMap((namespace) => (isFew ? names.map((name) => ({ namespace, name })) : [{ namespace }]));
}

/** `undefined`: all of them, in one list. */
function namespacesOf({ namespaces: asked }: Selector, { namespaces: ours }: Spoke): readonly (string | undefined)[] {
  const plain = asked?.every(isPlain) === true ? asked : undefined;
  if (plain === undefined) return ours.length === 0 ? [undefined] : ours;
  return [...new Set(plain)].filter((one) => ours.length === 0 || ours.includes(one));
}
