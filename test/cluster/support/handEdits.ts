import { expect } from "vitest";
import type { Act } from "./acts.ts";
import type { CountingJob } from "./countingJob.ts";
import { eventually } from "./eventually.ts";
import { kubectl } from "./rig.ts";

/** As a person would type it; answers what it prints. */
const typed = (job: CountingJob, line: string): Promise<string> =>
  kubectl(job.kind.cluster, ...line.split(" "), "-n", job.namespace.name);

const repairedEvents = async (job: CountingJob): Promise<readonly string[]> =>
  (await job.events()).filter((event) => event.startsWith("Normal DriftRepaired"));

/** No process sees anything of it. */
async function putRightInPlace(job: CountingJob): Promise<void> {
  const { length } = await job.runs();
  const pods = await job.namesOf("Pod");
  await typed(job, `delete service ${job.name}-rest`);
  await typed(job, `label deployment ${job.name} component-`);
  await eventually(
    "both to be put right",
    () => repairedEvents(job),
    (events) =>
      events.some((event) => event.includes(`Service/${job.name}-rest`)) &&
      events.some((event) => event.includes("/metadata/labels/component")),
    60,
  );
  await job.untilUp();
  expect(await typed(job, `get deployment ${job.name} -o jsonpath={.metadata.labels.component}`)).toBe("jobmanager");
  expect(await job.namesOf("Service")).toContain(`${job.name}-rest`);
  expect(await job.namesOf("Pod")).toEqual(pods);
  expect(await job.runs()).toHaveLength(length);
}

const memory = "{.spec.template.spec.containers[?(@.name=='flink-main-container')].resources.limits.memory}";

/** Kubernetes has replaced the JobManager by then; high availability brings the job over that, a savepoint over the restart. */
async function restartedForIt(job: CountingJob): Promise<void> {
  const { length } = await job.runs();
  await job.untilCheckpoint();
  const limit = (): Promise<string> => typed(job, `get deployment ${job.name} -o jsonpath=${memory}`);
  const [wanted, { metadata }] = [await limit(), await job.look()];
  await typed(job, `annotate flinkdeployment ${job.name} flink-fleet/repair=now`);
  await typed(job, `set resources deployment/${job.name} -c flink-main-container --limits=memory=1100Mi`);
  await job.until("to be told that it is restarted", ({ status }) => status.fleet?.intent?.kind === "stop", 180);
  job.hasRolled();
  await job.untilUp();
  expect(await limit()).toBe(wanted);
  const runs = await job.runs();
  expect(runs.length).toBeGreaterThan(length);
  expect(runs.at(-1)?.startTotal).toBe(runs.at(-2)?.lastTotal);
  const { status, metadata: after } = await job.look();
  expect(after.generation).toBe(metadata.generation);
  expect(status.jobStatus?.upgradeSavepointPath).toContain("/savepoints/");
  expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
  expect((await job.events()).join("\n")).toContain("Normal DriftRestart");
  await typed(job, `annotate flinkdeployment ${job.name} flink-fleet/repair-`);
}

/** What others do to a running cluster, and what becomes of it. */
export const handEdits: readonly Act[] = [
  { act: "a Service deleted and a label removed by hand are put right in place", does: putRightInPlace },
  { act: "the JobManager's memory edited by hand is put right by a restart with the state", does: restartedForIt },
];
