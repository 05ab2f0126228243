import { decisionRecord, type DecisionRecord } from "../core/decisions/decisionRecord.ts";
import { snapshotDecisionRecord, type SnapshotDecisionRecord } from "../core/decisions/snapshotDecisionRecord.ts";
import type { Charge } from "../api/charge.ts";
import type { InCharge } from "../core/charge/chargeOf.ts";
import type { LookNow } from "../core/decisions/story.ts";
import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { decided } from "../core/lifecycle/decide.ts";
import { decided as snapshotDecided } from "../core/snapshots/decide.ts";
import type { Spoke } from "../ports/index.ts";
import { inChargeOf } from "./chargeIn.ts";
import { lookedAt, type LookedKind, type LookingPorts } from "./lookedAt.ts";
import { readable } from "./readable.ts";
import { Shard } from "./shard.ts";
import { observeSnapshot } from "./snapshots/observeSnapshot.ts";
import { snapshotCharge } from "./snapshots/snapshotCharge.ts";
import { aroundJob } from "./snapshots/settleSnapshot.ts";
import { otherPaths } from "./snapshots/sweepSnapshots.ts";

export type ExplainedKind = LookedKind | "FlinkStateSnapshot";

/** What would be decided about a resource just now: looks as a pass does, and writes nothing. What a pass leaves alone is not looked at. */
export async function lookNow(
  kind: ExplainedKind,
  object: KubernetesObject,
  spoke: Spoke,
  ports: LookingPorts,
): Promise<LookNow> {
  let inCharge: InCharge | undefined;
  try {
    const look = await (kind === "FlinkStateSnapshot" ? ofSnapshot(object, spoke) : ofResource(kind, object, spoke));
    inCharge = await look.inCharge();
    if (!look.isMeantFor(inCharge.charge)) return { kind: "leftAlone", inCharge };
    const record = await look.decide(ports);
    return record === undefined ? { kind: "failed", inCharge, because: notOurs } : { kind: "looked", inCharge, record };
  } catch (error) {
    if (error instanceof Faulted) return { kind: "failed", inCharge, because: error.message };
    throw error;
  }
}

const notOurs = "its job is not looked after by this fleet";
const nothing = { kind: "nothing" } as const;

interface Looking {
  readonly inCharge: () => Promise<InCharge>;
  /** Whether a pass looks at what it is in this charge of. */
  readonly isMeantFor: (charge: Charge) => boolean;
  readonly decide: (ports: LookingPorts) => Promise<DecisionRecord | SnapshotDecisionRecord | undefined>;
}

async function ofResource(kind: LookedKind, object: KubernetesObject, spoke: Spoke): Promise<Looking> {
  const { namespace = "default", name } = object.metadata;
  const only = kind === "FlinkDeployment" ? { name } : { sessionJob: name };
  const scope = { namespaces: [namespace], ...only, labelSelector: spoke.labelSelector };
  const shard = new Shard(await spoke.connect(), scope);
  return {
    inCharge: () => inChargeOf({ ...object, kind }, (of, cluster) => shard.clusterNamed(of, cluster), spoke.charges),
    isMeantFor: (charge) => charge !== "observe",
    decide: async (ports) => {
      const look = await lookedAt(kind, object, shard, { ...ports, repair: spoke.repair });
      const made = { ...look, decision: decided(look.seen, look.circumstances), spoke: spoke.name, outcome: nothing };
      return decisionRecord(made, (text) => ports.ids.digest(text));
    },
  };
}

async function ofSnapshot(object: KubernetesObject, spoke: Spoke): Promise<Looking> {
  const resource = readable("FlinkStateSnapshot", object);
  const scope = { namespaces: spoke.namespaces, labelSelector: spoke.labelSelector };
  const shard = aroundJob(resource, new Shard(await spoke.connect(), scope));
  return {
    inCharge: () => snapshotCharge(resource, shard, spoke.charges),
    isMeantFor: (charge) => charge === "operate",
    decide: async ({ clock, ids, defaults }) => {
      const seen = await observeSnapshot(resource, () => otherPaths(object, shard), shard, defaults);
      if (seen === undefined) return undefined;
      const circumstances = { now: clock.now(), fresh: { triggerId: ids.triggerId() } };
      const decision = snapshotDecided(seen, circumstances);
      const made = { seen, circumstances, decision, spoke: spoke.name, outcome: nothing };
      return snapshotDecisionRecord(made, (text) => ids.digest(text));
    },
  };
}
