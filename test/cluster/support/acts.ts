import { expect } from "vitest";
import type { CountingJob } from "./countingJob.ts";
import { eventually } from "./eventually.ts";
import { flinkImages } from "./rig.ts";
import type { Run } from "./stateJournal.ts";

/** A savepoint of each job to come back to. */
export const kept = new Map<CountingJob, { readonly path: string; readonly total: number }>();

/** An edit, until what it asks for runs. */
export async function upgraded(job: CountingJob, spec: Readonly<Record<string, unknown>>): Promise<Run> {
  const { length } = await job.runs();
  await job.patch(spec);
  const run = await job.untilStarted(length);
  const { status } = await job.untilUp();
  expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
  return run;
}

/** Not a number was counted after the state that it goes on from. */
async function goesOnExactly(job: CountingJob, run: Run): Promise<void> {
  const runs = await job.runs();
  const before = runs[runs.findIndex(({ from }) => from === run.from) - 1];
  expect(run.startTotal).toBe(before?.lastTotal);
  expect(run.startTotal).toBe(before?.completed.at(-1));
}

const rollback = (on: true | null): Readonly<Record<string, unknown>> => ({
  "kubernetes.operator.deployment.rollback.enabled": on === null ? null : "true",
  "kubernetes.operator.deployment.readiness.timeout": on === null ? null : "20 s",
});

async function correctedFirstDeployment(job: CountingJob): Promise<void> {
  await job.create({ image: "localhost/flink:missing" });
  await job.until("to say why", ({ status }) =>
    status.conditions.some(({ type, reason }) => type === "Degraded" && reason === "ImagePullBackOff"),
  );
  await job.patch({ image: flinkImages[job.kind.version] });
  const { status } = await job.untilUp();
  await job.untilCheckpoint();
  expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
}

async function restartedWithSavepoint(job: CountingJob): Promise<void> {
  const run = await upgraded(job, { restartNonce: 1 });
  await goesOnExactly(job, run);
  const path = (await job.look()).status.jobStatus?.upgradeSavepointPath ?? "";
  expect(path).toContain("/savepoints/");
  kept.set(job, { path, total: run.startTotal });
}

async function suspendedAndResumed(job: CountingJob): Promise<void> {
  const { length } = await job.runs();
  await job.patch({ job: { state: "suspended" } });
  const suspended = await job.until(
    "to be suspended",
    ({ status }) => status.lifecycleState === "SUSPENDED" && status.jobStatus?.state === "FINISHED",
  );
  expect(suspended.status.jobStatus?.upgradeSavepointPath).toContain("/savepoints/");
  await eventually(
    "its pods to go",
    () => job.namesOf("Pod"),
    (names) => names.length === 0,
    60,
  );
  await job.patch({ job: { state: "running", upgradeMode: "last-state" } });
  const run = await job.untilStarted(length);
  await job.untilUp();
  await goesOnExactly(job, run);
}

async function lastState(job: CountingJob): Promise<void> {
  await job.untilCheckpoint();
  const { status: before } = await job.look();
  const savepoints = await job.savepoints();
  const run = await upgraded(job, { flinkConfiguration: { "execution.checkpointing.interval": "3 s" } });
  expect(run.job).toBe(before.jobStatus?.jobId);
  expect(await job.savepoints()).toEqual(savepoints);
}

async function lostJobManager(job: CountingJob): Promise<void> {
  const { length } = await job.runs();
  await job.untilCheckpoint();
  await job.deleteDeployment(job.name);
  const run = await job.untilStarted(length);
  await job.untilUp();
  expect(run.startTotal).toBeGreaterThan(0);
  expect(await job.events()).toContain("Warning RecoverDeployment Recovering lost deployment");
}

async function lostTaskManagers(job: CountingJob): Promise<void> {
  const { length } = await job.runs();
  if (job.kind.mode === "standalone") await job.deleteDeployment(`${job.name}-taskmanager`);
  else await job.killPods("taskmanager");
  await job.untilStarted(length);
  await job.untilUp();
}

async function rolledBack(job: CountingJob): Promise<void> {
  const { length } = await job.runs();
  await job.patch({
    image: "localhost/flink:missing",
    job: { upgradeMode: "savepoint" },
    flinkConfiguration: rollback(true),
  });
  // A stop, a start that is given time to fail, and a start.
  const run = await job.untilStarted(length, "journal", 300);
  const { status } = await job.until(
    "to be rolled back",
    (seen) => seen.status.lifecycleState === "ROLLED_BACK" && seen.status.jobStatus?.state === "RUNNING",
  );
  await goesOnExactly(job, run);
  expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
  expect(await job.events()).toContain("Normal Rollback Rolling back failed deployment.");
}

async function forwardAgain(job: CountingJob): Promise<void> {
  const spec = { image: flinkImages[job.kind.version], restartNonce: 2, flinkConfiguration: rollback(null) };
  await goesOnExactly(job, await upgraded(job, spec));
}

/** Flink would wait for half a minute between two scalings, and for a minute (2.x) whether more slots come. */
const atOnce = {
  "jobmanager.adaptive-scheduler.scaling-interval.min": "1 s",
  "jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout": "1 s",
};

/** Nobody asks for what was there before, so that a journal of its own begins. Flink starts as soon as it has one of the two slots. */
async function stateless(job: CountingJob): Promise<void> {
  const scheduler =
    job.kind.mode === "native" ? { "jobmanager.scheduler": "adaptive" } : { "scheduler-mode": "reactive" };
  const flinkConfiguration = { ...scheduler, ...atOnce };
  const parts = { upgradeMode: "stateless", parallelism: 2, args: job.writingTo("stateless") };
  await job.patch({ flinkConfiguration, job: parts });
  await job.untilStarted(1, "stateless");
  const { status } = await job.untilUp();
  const [first] = await job.runs("stateless");
  expect(first?.startTotal).toBe(0);
  expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
  expect(await job.podsOf("taskmanager")).toHaveLength(2);
}

/** By the job's requirements with the adaptive scheduler, by the number of TaskManagers in reactive mode. */
async function rescaled(job: CountingJob): Promise<void> {
  const before = { jobManagers: await job.podsOf("jobmanager"), job: (await job.look()).status.jobStatus?.jobId };
  expect(await job.parallelism()).toEqual([2]);
  await job.patch({ job: { parallelism: 1 } });
  const { status } = await job.untilUp();
  expect(await job.parallelism()).toEqual([1]);
  expect({ jobManagers: await job.podsOf("jobmanager"), job: status.jobStatus?.jobId }).toEqual(before);
}

export interface Act {
  readonly act: string;
  readonly does: (job: CountingJob) => Promise<void>;
}

/** What each life begins with. */
export const deployed: Act = {
  act: "a first deployment that cannot start, and its correction",
  does: correctedFirstDeployment,
};

/** What happens to a job, one after the other; each act leaves it running. */
export const upgrades: readonly Act[] = [
  { act: "restartNonce with a savepoint", does: restartedWithSavepoint },
  { act: "suspended, and resumed with another upgrade mode", does: suspendedAndResumed },
  { act: "last-state with another configuration", does: lastState },
];

/** The same of what comes over a job, and of what its users come back from. */
export const recoveries: readonly Act[] = [
  { act: "the JobManager's Deployment deleted by hand", does: lostJobManager },
  { act: "TaskManagers lost", does: lostTaskManagers },
  { act: "an upgrade that cannot start is rolled back, with the state", does: rolledBack },
  { act: "forward again", does: forwardAgain },
  { act: "stateless, with another parallelism", does: stateless },
  { act: "rescaled without another JobManager", does: rescaled },
];
