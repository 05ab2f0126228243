import { Faulted } from "../core/fault.ts";
import type { DisposeSavepoint, Outcome, RepeatableEffect } from "../core/lifecycle/plan.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { Trigger } from "../core/snapshots/trigger.ts";
import type { Flink } from "../ports/index.ts";
import { refusal } from "./refusal.ts";
import { triggered } from "./snapshots/performSnapshot.ts";

/** Effects of snapshots that are recorded in the status of their job. */
export type InStatusEffect = Trigger | DisposeSavepoint;

export const isInStatus = (effect: RepeatableEffect): effect is InStatusEffect =>
  effect.kind === "trigger" || effect.kind === "disposeSavepoint";

/** What cannot be disposed of now stays in the history, and never keeps a run from its other duties. */
export async function performInStatus(effect: InStatusEffect, seen: Seen, flink: Flink): Promise<Outcome> {
  try {
    if (effect.kind === "trigger") return { kind: "done", triggerId: await triggered(effect, flink) };
    await flink.disposeSavepoint(restAddress(seen), effect.path);
    return { kind: "done" };
  } catch (error) {
    const isKept = error instanceof Faulted && effect.kind === "disposeSavepoint";
    return isKept ? { kind: "nothing" } : refusal(error);
  }
}
