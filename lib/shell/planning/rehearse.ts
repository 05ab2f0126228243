import type { OperatorDefaults } from "../../core/configuration/defaults.ts";
import type { ObjectRef } from "../../core/kubernetes.ts";
import type { Course } from "../../core/planning/course.ts";
import { objectText } from "../../core/planning/write.ts";
import { type Instant, later, seconds } from "../../core/time.ts";
import type { Ids, SpokeConnection } from "../../ports/index.ts";
import type { PassPorts } from "../result.ts";
import { Shard, type Scope } from "../shard.ts";
import type { SettledKind } from "../settle.ts";
import { readOnly } from "./readOnly.ts";
import { goesWith } from "./goesWith.ts";
import { RehearsedObjects } from "./rehearsedObjects.ts";
import { Stage } from "./stage.ts";

/** A resource that is looked after in a rehearsal. */
export type Part = ObjectRef & { readonly kind: SettledKind };

export interface RehearsalPorts {
  readonly now: Instant;
  readonly digest: Ids["digest"];
  readonly defaults: OperatorDefaults;
  readonly spoke: string;
  /** What the spoke says of who is in charge, and of hand edits that need a restart. */
  readonly charges: PassPorts["charges"];
  readonly repair: PassPorts["repair"];
}

/** More rounds than any change needs in which every wish comes true. */
const mostRounds = 80;
/** Rounds in which nothing changes, no status either, after which nothing more is expected: 75 seconds altogether. */
const quietRounds = 4;

/**
 * Runs the very engine on a spoke that is only read from, and in which whatever it asks for is done at once: what it would do, step by step
 * until nothing is left to do. `change` puts into place what is not applied yet, and names who is looked after. Throws `Faulted`.
 */
export async function rehearse(
  real: SpokeConnection,
  scope: Scope,
  ports: RehearsalPorts,
  change: (objects: RehearsedObjects) => Promise<readonly Part[]>,
): Promise<readonly Course[]> {
  const guarded = readOnly(real);
  const objects = new RehearsedObjects(guarded.cluster);
  const stage = new Stage(guarded, objects, ports);
  const parts = await change(objects);
  const wanted = await Promise.all(parts.map((part) => objects.read(part)));
  await play(stage, parts, { scope, objects });
  return await Promise.all(parts.map((part, index) => courseOf(part, wanted[index], stage, objects)));
}

/** One of each, in order. Tells whether nothing more is expected of any. */
async function turns(stage: Stage, parts: readonly Part[], scope: Scope): Promise<boolean> {
  const shard = new Shard(stage.connection, scope);
  let isCalm = true;
  for (const part of parts) isCalm = (await stage.turnOf(part, shard)) && isCalm;
  return isCalm;
}

interface Around {
  readonly scope: Scope;
  readonly objects: RehearsedObjects;
}

async function play(stage: Stage, parts: readonly Part[], { scope, objects }: Around): Promise<void> {
  let quiet = 0;
  for (let round = 0; round < mostRounds && quiet < quietRounds; round += 1) {
    const before = objects.version;
    const isCalm = await turns(stage, parts, scope);
    quiet = objects.version === before ? quiet + 1 : 0;
    const isGoing = quiet === 1 && (await endDeletions(parts, objects));
    if (quiet > 0 && isCalm && !isGoing) return;
    // What waits for nothing but time waits longer and longer.
    stage.now = later(stage.now, quiet === 0 ? seconds(1) : seconds(5 * 2 ** (quiet - 1)));
  }
}

/** What is being deleted is gone once some time has passed, and with a Deployment what is its own. Tells whether there is any of it. */
async function endDeletions(parts: readonly Part[], objects: RehearsedObjects): Promise<boolean> {
  let isGoing = false;
  objects.end(({ kind, metadata }) => kind === "Pod" && metadata.deletionTimestamp !== undefined);
  for (const { namespace, name } of parts) {
    for (const one of [name, `${name}-taskmanager`]) {
      const ref = { kind: "Deployment", namespace, name: one } as const;
      const found = await objects.read(ref);
      if (found !== undefined && found.metadata.deletionTimestamp === undefined) continue;
      if (found !== undefined) objects.drop(ref);
      objects.end(goesWith(ref));
      isGoing ||= one === name;
    }
  }
  return isGoing;
}

async function courseOf(
  part: Part,
  wanted: Course["wanted"],
  stage: Stage,
  objects: RehearsedObjects,
): Promise<Course> {
  const { kind, namespace, name } = part;
  const { writes, decisions, written, fault, isCalm } = stage.toldOf(objectText(part));
  const all = [...written.values()].map(async (one) => ({ ...one, before: await objects.original(one.ref) }));
  return {
    kind,
    namespace,
    name,
    writes,
    decisions,
    fault,
    settled: isCalm,
    written: await Promise.all(all),
    before: await objects.original(part),
    after: await objects.read(part),
    wanted,
  };
}
