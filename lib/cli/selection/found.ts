import type { Selector } from "../../api/events/selector.ts";
import { Faulted } from "../../core/fault.ts";
import type { Cluster, Spoke } from "../../ports/index.ts";
import { keyOf, selected, type Selected } from "../../shell/triggerTargets.ts";
import type { Failure } from "../overview.ts";

/** A resource that is meant, and the cluster that it is in. */
export interface Found extends Selected {
  readonly spoke: Spoke;
  readonly cluster: Cluster;
  /** The first that selects it. */
  readonly by: Selector;
}

export interface Findings {
  readonly found: readonly Found[];
  readonly failures: readonly Failure[];
}

/** What any of the selectors selects. A cluster that cannot be looked at hides no other. */
export async function findings(selectors: readonly Selector[], spokes: readonly Spoke[]): Promise<Findings> {
  const looks = await Promise.all(spokes.map((spoke) => lookedAt(selectors, spoke)));
  return { found: looks.flatMap(({ found }) => found), failures: looks.flatMap(({ failures }) => failures) };
}

async function lookedAt(selectors: readonly Selector[], spoke: Spoke): Promise<Findings> {
  try {
    const { cluster } = await spoke.connect();
    const lists = await Promise.all(
      selectors.map(async (by) => (await selected(by, spoke, cluster)).map((one) => ({ ...one, spoke, cluster, by }))),
    );
    const byKey = Map.groupBy(lists.flat(), ({ subject }) => keyOf(subject));
    return { found: [...byKey.values()].flatMap(([first]) => first ?? []), failures: [] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { found: [], failures: [{ cluster: spoke.name, fault: error.fault }] };
  }
}
