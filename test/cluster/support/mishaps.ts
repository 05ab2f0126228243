import { rm, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import type { FlinkDeployment } from "../../../lib/api/resources/flinkDeployment.ts";
import type { JobId } from "../../../lib/core/flink.ts";
import { type Act, kept } from "./acts.ts";
import { type CountingJob, isUp } from "./countingJob.ts";
import { dataInPods } from "./flinkDataVolume.ts";

/** Where the savepoint was complete and nobody had heard of it yet, the resource says so, and where to look for it. */
async function jobManagerKilled(job: CountingJob): Promise<void> {
  await job.untilCheckpoint();
  const { length } = await job.runs();
  await job.patch({ restartNonce: 3, job: { upgradeMode: "savepoint" } });
  await job.until("the stop to be announced", ({ status }) => status.fleet?.intent?.kind === "stop", 30);
  await job.killPods("jobmanager");
  const seen = await job.until("to be up or in doubt", (now) => isUp(now) || doubtOf(now) !== undefined, 240);
  if (!isUp(seen)) await answered(job, doubtOf(seen) ?? "");
  const run = await job.untilStarted(length);
  await job.untilUp();
  expect(run.startTotal).toBeGreaterThan(0);
}

const doubtOf = ({ status }: FlinkDeployment): string | undefined =>
  status.conditions.find(({ type, reason }) => type === "Degraded" && reason === "StateInDoubt")?.message;

/** As the resource says. */
async function answered(job: CountingJob, doubt: string): Promise<void> {
  const told = /file:\/\/\/data\/savepoints\/(?<prefix>savepoint-[0-9a-f]{6}-)\*/u.exec(doubt);
  const found = (await job.savepoints()).filter((name) => name.startsWith(told?.groups?.["prefix"] ?? "nothing"));
  expect(found).toHaveLength(1);
  const initialSavepointPath = `file://${dataInPods}/savepoints/${found.join()}`;
  process.stderr.write(`  in doubt, and answered with ${initialSavepointPath}\n`);
  await job.patch({ job: { initialSavepointPath, savepointRedeployNonce: 1 } });
}

/** What is upgraded to is not started again by Flink when it fails, but by us. */
async function taskManagerKilled(job: CountingJob): Promise<void> {
  await job.untilCheckpoint();
  const { length } = await job.runs();
  const flinkConfiguration = { "restart-strategy.type": "none", "kubernetes.operator.job.restart.failed": "true" };
  await job.patch({ flinkConfiguration });
  await job.killPods("taskmanager");
  await job.until("to be up", isUp, 240);
  await job.untilStarted(length);
}

async function cancelledByHand(job: CountingJob): Promise<void> {
  await job.untilCheckpoint();
  const { length } = await job.runs();
  const { status } = await job.look();
  await job.flink.cancel(job.address, status.jobStatus?.jobId as JobId);
  await job.untilStarted(length);
  const { status: after } = await job.untilUp();
  expect(after.jobStatus?.jobId).not.toBe(status.jobStatus?.jobId);
}

async function failedForGood(job: CountingJob): Promise<void> {
  await job.untilCheckpoint();
  const { length } = await job.runs();
  await writeFile(job.failFile, "");
  await job.until("to fail", ({ status }) => status.jobStatus?.state === "FAILED", 60);
  await rm(job.failFile);
  await job.untilStarted(length);
  await job.untilUp();
}

async function redeployed(job: CountingJob): Promise<void> {
  const savepoint = kept.get(job);
  await job.patch({
    job: {
      initialSavepointPath: savepoint?.path,
      savepointRedeployNonce: 2,
      args: job.writingTo("redeployed"),
    },
  });
  const run = await job.untilStarted(0, "redeployed");
  await job.untilUp();
  expect(run.startTotal).toBe(savepoint?.total);
}

/** What goes wrong in a job's life, one after the other; each leaves it running. */
export const mishaps: readonly Act[] = [
  { act: "the JobManager's pod killed in mid-upgrade", does: jobManagerKilled },
  { act: "the TaskManager's pod killed in mid-upgrade", does: taskManagerKilled },
  { act: "the job cancelled by hand", does: cancelledByHand },
  { act: "a job that fails for good is started again where that is asked for", does: failedForGood },
  { act: "another savepointRedeployNonce", does: redeployed },
];
