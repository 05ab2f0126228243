import { expect, test } from "vitest";
import type { DeployIntent, KnownState } from "../../../lib/api/resources/journal.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import { laterPath } from "../../../lib/core/planning/later.ts";
import { startState } from "../../../lib/core/planning/startState.ts";
import { rfc3339, seconds } from "../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aLook,
  anApplication,
  deployed,
  job,
  noon,
} from "../lifecycle/support/builders.ts";
import { aDecision } from "./support/aPlan.ts";

type From = DeployIntent["restoreFrom"];

const known: KnownState = { kind: "checkpoint", path: "s3://state/chk-7", at: rfc3339(noon), verified: true };
const told = { at: known.at, verified: true };

const looked = (state: string, parts: Partial<Seen> = {}): Seen =>
  aLook({
    resource: deployed(anApplication(), { jobStatus: { jobId: job, state }, fleet: { state: known } }),
    jobManager: aDeployment(),
    ...parts,
  });

const created = (restoreFrom: From, jobId: string | undefined = job): Plan => ({
  act: "create",
  because: "starting it",
  intent: { ...aDeployIntent({ restoreFrom }), jobId },
  effect: { kind: "createCluster" } as Extract<Plan, { readonly act: "create" }>["effect"],
  wake: seconds(5),
});

const waits: Plan = { act: "wait", because: "it runs", wake: "on schedule" };
const savepoint = (path: string): From => ({ kind: "savepoint", path });
const lastState: From = { kind: "lastState" };

interface Case {
  readonly when: string;
  readonly first?: Seen;
  readonly plans: readonly Plan[];
  readonly state: ReturnType<typeof startState>;
}

const cases: readonly Case[] = [
  { when: "nothing is started", plans: [waits], state: undefined },
  {
    when: "a session cluster has no state",
    plans: [{ ...created({ kind: "nothing" }), intent: sessionIntent() } as Plan],
    state: undefined,
  },
  { when: "from nothing", plans: [created({ kind: "nothing" }), waits], state: { from: "nothing", moves: true } },
  {
    when: "from a savepoint that is taken then",
    plans: [created(savepoint(laterPath))],
    state: { from: "newSavepoint", moves: true },
  },
  {
    when: "from the newest that is known, as what it is",
    plans: [created(savepoint(known.path))],
    state: { from: "checkpoint", path: known.path, ...told, moves: true },
  },
  {
    when: "from a savepoint that somebody names",
    plans: [created(savepoint("s3://state/savepoint-1"))],
    state: { from: "savepoint", path: "s3://state/savepoint-1", moves: true },
  },
  {
    when: "from its last state, with the newest that is known of it",
    plans: [created(lastState)],
    state: { from: "lastState", path: known.path, ...told, moves: true },
  },
  {
    when: "of two starts on the way the last counts",
    plans: [created({ kind: "nothing" }), waits, created(lastState)],
    state: { from: "lastState", path: known.path, ...told, moves: true },
  },
  {
    when: "what has ended has no newer state by then",
    first: looked("FINISHED"),
    plans: [created({ kind: "nothing" })],
    state: { from: "nothing", moves: false },
  },
  {
    when: "what has no JobManager has none either",
    first: looked("RUNNING", { jobManager: undefined }),
    plans: [created({ kind: "nothing" })],
    state: { from: "nothing", moves: false },
  },
  {
    when: "credentials of a place are not told",
    plans: [created(savepoint("https://jane:hunter2@example.com/savepoint-1?token=hunter2-too"))],
    state: { from: "savepoint", path: "https://******@example.com/savepoint-1?token=******", moves: true },
  },
];

function sessionIntent(): object {
  const { jobId: _none, ...intent } = aDeployIntent();
  return intent;
}

test.for(cases)("$when", ({ first = looked("RUNNING"), plans, state }) => {
  expect(startState(plans.map((plan) => aDecision(plan, first)))).toEqual(state);
});

test("nothing was decided", () => expect(startState([])).toBeUndefined());
