import type { FlinkResource, FlinkSpec } from "../flinkResource.ts";
import { changes, type Difference } from "../spec/difference.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";

/** What status records as deployed or announced, and how the wanted spec differs from it. */
export type Deployed =
  | { readonly kind: "nothing" }
  | { readonly kind: "unreadable"; readonly because: string }
  | {
      readonly kind: "recorded";
      /** What runs, or is being started. After a rollback that is not the spec that was reconciled last. */
      readonly spec: FlinkSpec;
      /** What was reconciled last; its job.state and job.upgradeMode are what was reached. */
      readonly last: FlinkSpec;
      readonly firstDeployment: boolean;
      readonly difference: Difference;
      /** The wanted spec asks for nothing but what runs, though it may differ from what was reconciled last (after a rollback). */
      readonly isWanted: boolean;
    };

const known = new WeakMap<FlinkResource, Deployed>();

/** Derived once for each resource that was read: the record is text, and the comparison goes through every field. */
export function deployedOf(resource: FlinkResource): Deployed {
  const deployed = known.get(resource) ?? derived(resource);
  known.set(resource, deployed);
  return deployed;
}

function derived({ spec, status }: FlinkResource): Deployed {
  const { state, lastReconciledSpec, lastStableSpec } = status.reconciliationStatus ?? {};
  const last = recordedSpec(lastReconciledSpec);
  if (last.kind !== "recorded") return last;
  const isStopped = last.spec.job?.state === "suspended";
  const hasRolledBack = state === "ROLLED_BACK" || (state === "ROLLING_BACK" && isStopped);
  const running = hasRolledBack ? recordedSpec(lastStableSpec) : last;
  const reconciled = onCluster(last.spec, spec);
  const runs = running.kind === "recorded" ? onCluster(running.spec, spec) : reconciled;
  const difference = changes(reconciled, spec);
  return {
    kind: "recorded",
    spec: runs,
    last: reconciled,
    firstDeployment: last.firstDeployment,
    difference,
    isWanted: hasRolledBack ? changes(runs, spec).class === "ignore" : difference.class === "ignore",
  };
}

/** What a session job has of its cluster is not recorded with it. */
const onCluster = (recorded: FlinkSpec, { flinkVersion, mode }: FlinkSpec): FlinkSpec =>
  recorded.deploymentName === undefined ? recorded : { ...recorded, flinkVersion, mode };
