import type { DriftingCluster } from "../../../../lib/core/drift/driftClass.ts";
import { classOf } from "../../../../lib/core/drift/classOf.ts";
import type { Difference } from "../../../../lib/core/drift/difference.ts";
import { differences, refOf } from "../../../../lib/core/drift/differences.ts";
import { repairOf } from "../../../../lib/core/drift/repairOf.ts";
import { Faulted } from "../../../../lib/core/fault.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { part } from "../../../../lib/core/objects/json.ts";
import { instant } from "../../../../lib/core/time.ts";
import type { Cluster } from "../../../../lib/ports/index.ts";
import type { Edit, HandEdit } from "../../../core/drift/corpus/handEdit.ts";
import { driftingCluster } from "../../../core/drift/support/clusters.ts";
import { handEdited } from "./handEdited.ts";
import { madeCluster } from "./madeCluster.ts";
import type { Plane } from "./plane.ts";
import { sent } from "./sent.ts";
import { webhook } from "./webhook.ts";

/** What is done to one object of a cluster, in this order. */
export interface Act extends Pick<HandEdit, "cluster" | "object" | "lastStart"> {
  readonly edits: readonly (readonly [by: string, edit: Edit])[];
}

/** An object that somebody has edited. */
export interface Edited {
  readonly wanted: KubernetesObject;
  readonly live: KubernetesObject | undefined;
  readonly found: readonly Difference[];
  readonly read: () => Promise<KubernetesObject | undefined>;
  readonly look: () => Promise<readonly Difference[]>;
  readonly classed: (difference: Difference) => string;
  /** Puts right what can be while everything runs. */
  readonly repair: () => Promise<void>;
  readonly again: () => Promise<void>;
  readonly shown: (path: string) => string;
}

/** From now on, in milliseconds. */
const lastStarts = { before: -30 * 60_000, after: 60_000 } as const;

export async function edited(plane: Plane, { cluster: name, object, lastStart, edits }: Act): Promise<Edited> {
  const before = edits.flatMap(([, edit]) => (edit.verb === "admit" ? [edit.body] : []))[0];
  const made = await madeCluster(plane, {
    name,
    only: object,
    before: before && ((jobManager) => webhook(plane, jobManager, before)),
  });
  const wanted = made.wanted.find(({ kind }) => kind === object.kind);
  if (wanted === undefined) throw new Error(`${name} has no ${object.kind} ${object.name}`);
  const again = async () => {
    for (const [by, edit] of edits) await handEdited(plane, refOf(wanted), { edit: made.meant(edit), by });
  };
  if (before === undefined) await again();
  const cluster: DriftingCluster = {
    ...driftingCluster(name),
    lastStart: lastStart && instant(Date.now() + lastStarts[lastStart]),
  };
  const classed = (difference: Difference) => classOf(difference, cluster).class;
  const read = () => plane.cluster.read(refOf(wanted));
  const live = await read();
  const found = differences(wanted, live);
  const repair = () => repaired(plane.cluster, wanted, classed);
  return {
    wanted,
    live,
    found,
    read,
    look: async () => differences(wanted, await read()),
    classed,
    repair,
    again,
    shown: made.shown,
  };
}

/** Where somebody else has written in the meantime, the next look begins anew. */
async function repaired(cluster: Cluster, wanted: KubernetesObject, classed: Edited["classed"]): Promise<void> {
  const live = await cluster.read(refOf(wanted));
  const inPlace = differences(wanted, live).filter((one) => classed(one) === "inPlace");
  try {
    await sent(cluster, repairOf(wanted, live, inPlace));
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind !== "conflict") throw error;
    await repaired(cluster, wanted, classed);
  }
}

export const templateOf = (live: KubernetesObject | undefined): unknown => live && part(live, "spec")["template"];
