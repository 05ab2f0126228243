import type { ResourcePlan } from "../../api/plan.ts";
import { type Fault, Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { fieldChanges } from "../../core/planning/fieldChanges.ts";
import { applyManager, withManifest, writtenPart } from "../../core/planning/manifest.ts";
import { objectText, refOf } from "../../core/planning/write.ts";
import type { Cluster } from "../../ports/index.ts";

export type Applied =
  | { readonly kind: "unchanged" }
  | { readonly kind: "applied"; readonly notes: readonly string[] }
  | { readonly kind: "failed"; readonly fault: Fault };

const isSeen = (live: KubernetesObject | undefined, seen: ResourcePlan["seen"]): boolean =>
  live?.metadata.uid === seen?.uid && live?.metadata.resourceVersion === seen?.resourceVersion;

/** Writes the manifest of a plan, only onto what the plan was checked against just now. */
export async function applyResource({ manifest, spec, seen }: ResourcePlan, cluster: Cluster): Promise<Applied> {
  if (manifest === undefined || spec.length === 0) return { kind: "unchanged" };
  const ref = refOf(manifest);
  try {
    const live = await cluster.read(ref);
    if (!isSeen(live, seen))
      throw new Faulted({ kind: "conflict", what: objectText(ref), because: "it has changed just now: plan again" });
    const condition = seen === undefined ? {} : { uid: seen.uid, resourceVersion: seen.resourceVersion };
    const wanted = { ...manifest, metadata: { ...manifest.metadata, ...condition } };
    const written = await cluster.apply(wanted, { fieldManager: applyManager });
    const other = fieldChanges(writtenPart(withManifest(live, manifest)), writtenPart(written));
    return { kind: "applied", notes: other.map(({ path }) => `the API server has made something else of ${path}`) };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { kind: "failed", fault: error.fault };
  }
}
