import type { PlannedState } from "../../api/plan.ts";
import type { DeployIntent, KnownState } from "../../api/resources/journal.ts";
import type { ResourceRecording } from "../decisions/recording.ts";
import { newestKnown } from "../lifecycle/upgrade/facts.ts";
import { isTerminal } from "../lifecycle/observation/jobState.ts";
import { isLater } from "./later.ts";

/** What a job is started from by the last start on the way; `undefined` where none is started. */
export function startState(decisions: readonly ResourceRecording[]): PlannedState | undefined {
  const starts = decisions.map(({ decision }) => decision.plan).filter((plan) => plan.act === "create");
  const intent = starts.at(-1)?.intent;
  const [first] = decisions;
  if (intent?.jobId === undefined || first === undefined) return undefined;
  return { ...from(intent.restoreFrom, newestKnown(first.seen)), moves: runs(first) };
}

type State = Omit<PlannedState, "moves">;

function from(restore: DeployIntent["restoreFrom"], known: KnownState | undefined): State {
  switch (restore.kind) {
    case "nothing":
      return { from: "nothing" };
    case "lastState":
      return { from: "lastState", ...(known === undefined ? {} : told(known)) };
    case "savepoint": {
      const { path } = restore;
      if (isLater(path)) return { from: "newSavepoint" };
      return known?.path === path ? { from: known.kind, ...told(known) } : { from: "savepoint", path };
    }
  }
}

const told = ({ path, at, verified }: KnownState) => ({ path, at, verified });

/** Its state goes on as long as it runs. */
function runs({ seen }: ResourceRecording): boolean {
  const { state } = seen.resource.status.jobStatus ?? {};
  return state !== undefined && !isTerminal(state) && seen.jobManager !== undefined;
}
