import type { Selector } from "../../api/events/selector.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { matches, matchesAny } from "../../core/triggers/matches.ts";
import type { Spoke } from "../../ports/index.ts";
import type { ExplainedKind } from "../../shell/lookNow.ts";
import type { Failure } from "../overview.ts";
import { findings } from "../selection/found.ts";
import { snapshotsFound } from "./snapshotsFound.ts";

export interface ExplainedOne {
  readonly kind: ExplainedKind;
  readonly object: KubernetesObject;
  readonly spoke: Spoke;
}

interface Ones {
  readonly found: readonly ExplainedOne[];
  readonly failures: readonly Failure[];
}

/** What is meant. Where no kind is said, snapshots are looked for only where nothing else has one of the names. */
export async function explainedOnes(
  selectors: readonly Selector[],
  kind: ExplainedKind | undefined,
  spokes: readonly Spoke[],
): Promise<Ones> {
  if (kind === "FlinkStateSnapshot") return await snapshots(selectors, spokes);
  const { found, failures } = await findings(selectors, spokes);
  const resources = found.map(({ subject, object, spoke }) => ({ kind: subject.kind, object, spoke }));
  if (kind !== undefined || !selectors.some((selector) => isMissing(selector, resources)))
    return { found: resources, failures };
  const reached = spokes.filter(({ name }) => !failures.some(({ cluster }) => cluster === name));
  const others = await snapshots(selectors, reached);
  return { found: [...resources, ...others.found], failures: [...failures, ...others.failures] };
}

const isMissing = ({ names = [], namespaces }: Selector, found: readonly ExplainedOne[]): boolean =>
  names.some(
    (name) =>
      !found.some(
        ({ object: { metadata } }) =>
          matches(name, metadata.name) && matchesAny(namespaces, metadata.namespace ?? "default"),
      ),
  );

async function snapshots(selectors: readonly Selector[], spokes: readonly Spoke[]): Promise<Ones> {
  const { found, failures } = await snapshotsFound(selectors, spokes);
  return { found: found.map((one) => ({ kind: "FlinkStateSnapshot", ...one })), failures };
}
