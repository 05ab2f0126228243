import { expect } from "vitest";
import type { Wanted } from "../../sequence/support/application.ts";
import type { Sweep } from "../../../lib/shell/sweep.ts";
import { losses, type Stage } from "../../sequence/support/stage.ts";

/** Something that is asked of a running job, or happens to it, again and again in one world. */
export interface Life {
  readonly named: string;
  readonly wanted: Wanted;
  /** What happens, the n-th time (from 1). */
  readonly begin: (stage: Stage, turn: number) => void;
  /** What is asked for once the first has come about. */
  readonly after?: (stage: Stage, turn: number) => void;
  /** Savepoints that are to be taken each time. */
  readonly savepoints: number;
  /** Each time the state is given up. */
  readonly stateless?: boolean;
  readonly endsIn?: "ROLLED_BACK";
}

const nonce = (stage: Stage, restartNonce: number): void => stage.edit("another nonce", { restartNonce });
const suspend = (stage: Stage): void => stage.edit("suspended", { job: { state: "suspended" } });
const resume = (stage: Stage): void => stage.edit("running", { job: { state: "running" } });

const rollback = {
  "kubernetes.operator.deployment.rollback.enabled": "true",
  "kubernetes.operator.deployment.readiness.timeout": "5 s",
};

export const lives: readonly Life[] = [
  { named: "savepoint upgrade", wanted: { upgradeMode: "savepoint" }, begin: nonce, savepoints: 1 },
  {
    named: "savepoint upgrade without HA",
    wanted: { upgradeMode: "savepoint", ha: false },
    begin: nonce,
    savepoints: 1,
  },
  { named: "last-state upgrade", wanted: { upgradeMode: "last-state" }, begin: nonce, savepoints: 0 },
  {
    named: "last-state upgrade without HA",
    wanted: { upgradeMode: "last-state", ha: false },
    begin: nonce,
    savepoints: 0,
  },
  { named: "stateless upgrade", wanted: { upgradeMode: "stateless" }, begin: nonce, savepoints: 0, stateless: true },
  {
    named: "suspended and resumed",
    wanted: { upgradeMode: "savepoint" },
    begin: suspend,
    after: resume,
    savepoints: 1,
  },
  {
    named: "suspended and resumed by last-state",
    wanted: { upgradeMode: "last-state" },
    begin: suspend,
    after: resume,
    savepoints: 0,
  },
  { named: "recovery of a lost JobManager", wanted: {}, begin: (stage) => stage.deleteJobManager(), savepoints: 0 },
  {
    named: "rollback",
    wanted: { upgradeMode: "savepoint", configuration: rollback },
    begin: (stage, turn) =>
      stage.edit("an image that does not exist", { image: `registry.invalid/does-not-exist:${turn}` }),
    savepoints: 1,
    endsIn: "ROLLED_BACK",
  },
];

const done = new Set(["STABLE", "SUSPENDED", "ROLLED_BACK"]);

/** Whether a pass had nothing left to do. */
export function isDone(swept: Sweep, stage: Stage): boolean {
  const { lifecycleState = "", jobStatus } = stage.status;
  const isUp = lifecycleState === "SUSPENDED" || jobStatus?.["state"] === "RUNNING";
  return done.has(lifecycleState) && isUp && swept.kind === "swept" && swept.results.every(({ wrote }) => !wrote);
}

const savepointsOf = (stage: Stage): number => stage.scene.spoke.snapshots.filter((one) => one.isSavepoint).length;

/** What one turn of a life must have come to. `act` brings about what `begin` and `after` ask for. */
export async function turnOf(life: Life, stage: Stage, turn: number, act: () => Promise<void>): Promise<void> {
  const { runs } = stage;
  const savepoints = savepointsOf(stage);
  stage.scene.beginStory();
  life.begin(stage, turn);
  await act();
  if (life.after !== undefined) {
    life.after(stage, turn);
    await act();
  }
  const came = {
    violations: stage.scene.world.violations,
    losses: life.stateless === true ? [] : losses(stage.runs),
    lifecycleState: stage.status.lifecycleState,
    job: stage.status.jobStatus?.["state"],
    starts: stage.runs.length - runs.length,
    savepoints: savepointsOf(stage) - savepoints,
  };
  const { savepoints: wanted, endsIn: lifecycleState = "STABLE" } = life;
  const due = { violations: [], losses: [], lifecycleState, job: "RUNNING", starts: 1, savepoints: wanted };
  expect(came, `turn ${turn}\n${stage.scene.story}`).toEqual(due);
}
