import type { PlannedState } from "../../api/plan.ts";
import type { DeployIntent, KnownState } from "../../api/resources/journal.ts";
import { newestKnown } from "../lifecycle/upgrade/facts.ts";
import { isTerminal } from "../lifecycle/observation/jobState.ts";
import type { CourseDecision } from "./course.ts";
import { isLater } from "./later.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

/** What a job is started from by the last start on the way; `undefined` where none is started. */
export function startState(decisions: readonly CourseDecision[]): PlannedState | undefined {
  const last = decisions.findLast(({ decision }) => decision.plan.act === "create");
  const [first] = decisions;
  if (last?.decision.plan.act !== "create" || first === undefined) return undefined;
  const { jobId, restoreFrom } = last.decision.plan.intent;
  if (jobId === undefined) return undefined;
  return withoutSecrets({ ...from(restoreFrom, newestKnown(first.seen)), moves: runs(first) }, last);
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
function runs({ seen }: CourseDecision): boolean {
  const { state } = seen.resource.status.jobStatus ?? {};
  return state !== undefined && !isTerminal(state) && seen.jobManager !== undefined;
}
