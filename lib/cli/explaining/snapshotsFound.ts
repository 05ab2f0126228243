import type { Selector } from "../../api/events/selector.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { matchesAny } from "../../core/triggers/matches.ts";
import type { Cluster, Spoke } from "../../ports/index.ts";
import { placesOf } from "../../shell/triggerTargets.ts";
import type { Failure } from "../overview.ts";

/** A FlinkStateSnapshot that is meant, and the cluster that it is in. */
export interface FoundSnapshot {
  readonly spoke: Spoke;
  readonly cluster: Cluster;
  readonly object: KubernetesObject;
}

interface Snapshots {
  readonly found: readonly FoundSnapshot[];
  readonly failures: readonly Failure[];
}

/** The FlinkStateSnapshots that any of the selectors means. They are asked for by no event, so that selectors know no such kind. */
export async function snapshotsFound(selectors: readonly Selector[], spokes: readonly Spoke[]): Promise<Snapshots> {
  const looks = await Promise.all(spokes.map((spoke) => lookedAt(selectors, spoke)));
  return { found: looks.flatMap(({ found }) => found), failures: looks.flatMap(({ failures }) => failures) };
}

async function lookedAt(selectors: readonly Selector[], spoke: Spoke): Promise<Snapshots> {
  try {
    const { cluster } = await spoke.connect();
    const lists = await Promise.all(selectors.map((selector) => listed(selector, spoke, cluster)));
    const byKey = new Map(
      lists.flat().map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]),
    );
    return { found: [...byKey.values()].map((object) => ({ spoke, cluster, object })), failures: [] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { found: [], failures: [{ cluster: spoke.name, fault: error.fault }] };
  }
}

/** Where the kind is not known there are none. */
async function listed(selector: Selector, spoke: Spoke, cluster: Cluster): Promise<readonly KubernetesObject[]> {
  const kind = "FlinkStateSnapshot" as const;
  try {
    const pages = await Promise.all(placesOf(selector, spoke).map((place) => cluster.list({ kind, ...place })));
    return pages.flat().filter((object) => isMeant(selector, spoke, object));
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}

const isMeant = (
  { clusters, namespaces, names, labels = {} }: Selector,
  spoke: Spoke,
  { metadata }: KubernetesObject,
): boolean =>
  matchesAny(clusters, spoke.name) &&
  matchesAny(namespaces, metadata.namespace ?? "default") &&
  matchesAny(names, metadata.name) &&
  Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);
