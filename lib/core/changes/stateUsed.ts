import type { UsedState } from "../../api/resources/changesJournal.ts";
import type { DeployIntent, KnownState } from "../../api/resources/journal.ts";
import { parsedInstant, since } from "../time.ts";

/** What a deployment starts its job from; `known` is the newest state of the job that was known when it was announced. */
export function stateUsed({ restoreFrom, at }: DeployIntent, known: KnownState | undefined): UsedState {
  switch (restoreFrom.kind) {
    case "nothing":
      return { kind: "nothing" };
    case "savepoint":
      return known?.path === restoreFrom.path ? told(known, at) : { kind: "savepoint", path: restoreFrom.path };
    case "lastState":
      return known === undefined ? { kind: "lastState" } : told(known, at);
  }
}

function told({ kind, path, at: takenAt }: KnownState, started: string): UsedState {
  const age = since(parsedInstant(takenAt), parsedInstant(started));
  return { kind, path, takenAt, ageSeconds: Math.max(0, Math.round(age / 1000)) };
}
