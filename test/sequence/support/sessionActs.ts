import { seconds, type Millis } from "../../../lib/core/time.ts";
import { emptyJar } from "../../../lib/core/emptyJar.ts";
import type { JobId } from "../../../lib/core/flink.ts";
import type { FlinkJobName } from "../../../lib/world/simulatedSpoke.ts";
import { Crash, CrashAfter, type Counted } from "../../shell/support/turnstile.ts";
import type { Fields } from "./application.ts";
import type { SessionStage } from "./sessionStage.ts";

/** Where the job of that name was started last. */
function lastRun(stage: SessionStage, name: string, cluster: string): FlinkJobName & { readonly job: JobId } {
  const run = stage.runs(name).at(-1);
  if (run === undefined) throw new Error(`${name} has never run`);
  return { namespace: "default", name: cluster, job: run.jobId };
}

export function finish(stage: SessionStage, name = "counts", cluster = "shared"): void {
  stage.scene.tell(`finish  the job of ${name}`);
  stage.scene.spoke.finishJob(lastRun(stage, name, cluster));
}

export function fail(stage: SessionStage, name = "counts", cluster = "shared"): void {
  stage.scene.tell(`fail    the job of ${name}`);
  stage.scene.spoke.failJob(lastRun(stage, name, cluster), "java.lang.IllegalStateException: broker is gone");
}

export async function cancelByHand(stage: SessionStage, name = "counts", cluster = "shared"): Promise<void> {
  stage.scene.tell(`cancel  the job of ${name}, by hand`);
  const { job } = lastRun(stage, name, cluster);
  await stage.scene.spoke.flink.cancel({ namespace: "default", service: `${cluster}-rest`, scheme: "http" }, job);
}

export function silence(stage: SessionStage): void {
  stage.scene.tell("close   the way to the pods");
  stage.scene.spoke.flinkReachable = false;
}

export function sound(stage: SessionStage): void {
  stage.scene.tell("open    the way to the pods");
  stage.scene.spoke.flinkReachable = true;
}

/** The status as a backup, or a person, leaves it. */
export function writeStatus(
  stage: SessionStage,
  what: string,
  change: (status: Fields) => Fields,
  name = "counts",
): void {
  stage.scene.tell(`status  of ${name}: ${what}`);
  const object = stage.scene.spoke.api.read({ kind: "FlinkSessionJob", namespace: "default", name });
  const body = { ...object, status: change((object["status"] ?? {}) as Fields) };
  stage.scene.spoke.api.update(body, { subresource: "status", manager: "somebody" });
}

/** One pass that dies after so many calls. */
export async function killedAfter(stage: SessionStage, calls: number, counted: Counted = "writes"): Promise<void> {
  stage.scene.tell(`kill    our process after ${calls} ${counted}`);
  const { through } = new CrashAfter(calls, counted);
  await stage.scene.pass(through).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  stage.scene.world.advance(seconds(2));
}

/** A savepoint of another cluster. */
export function putSavepoint(stage: SessionStage, path = "s3://flink/elsewhere/savepoint-a"): string {
  const [like] = stage.scene.spoke.snapshots;
  if (like === undefined) throw new Error("nothing to make it like");
  const { jobName: _other, ...rest } = like;
  const place = { path, cluster: "elsewhere", isSavepoint: true, addressable: true };
  stage.scene.spoke.putSnapshot({ ...rest, ...place, count: 5000 });
  return path;
}

export const suspend = (stage: SessionStage, name = "counts"): void =>
  stage.edit("suspended", { job: { state: "suspended" } }, name);
export const resume = (stage: SessionStage, name = "counts"): void =>
  stage.edit("running", { job: { state: "running" } }, name);
export const restart = (stage: SessionStage, restartNonce = 1, name = "counts"): void =>
  stage.edit("another restartNonce", { restartNonce }, name);
export const restartCluster = (stage: SessionStage, restartNonce = 1, name = "shared"): void =>
  stage.editCluster("another restartNonce", { restartNonce }, name);

export const later = async (stage: SessionStage, time: Millis = seconds(60)): Promise<void> =>
  stage.passFor(time, seconds(2));

/** A job that no resource speaks of. Returns how it is cancelled. */
export async function submitByHand(stage: SessionStage, cluster = "shared"): Promise<() => Promise<void>> {
  stage.scene.tell("submit  a job, by hand");
  const { flink } = stage.scene.spoke;
  const at = { namespace: "default", service: `${cluster}-rest`, scheme: "http" } as const;
  const job = "ab".repeat(16) as JobId;
  const jar = await flink.uploadJar(at, emptyJar());
  await flink.runJar(at, jar, {
    flinkVersion: "v1_20",
    jobId: job,
    entryClass: "com.example.ByHand",
    programArgs: [],
    deadline: seconds(60),
  });
  return async () => {
    stage.scene.tell("cancel  it, by hand");
    await flink.cancel(at, job);
  };
}

/** A task of the job throws again and again. */
export async function restless(stage: SessionStage, times: number, name = "counts", cluster = "shared"): Promise<void> {
  stage.scene.tell(`fail    a task of ${name}, ${times} times`);
  for (let time = 0; time < times; time += 1) {
    stage.scene.spoke.failTask(lastRun(stage, name, cluster), "java.io.IOException: disk is full");
    await stage.passFor(seconds(4), seconds(2));
  }
}

/** What a backup of the resource holds. */
export const copyOf = (stage: SessionStage, name = "counts"): Fields => ({ ...stage.status(name) });

export const restore = (stage: SessionStage, backup: Fields, name = "counts"): void =>
  writeStatus(stage, "restored from a backup", () => backup, name);

/** A job under an id of this resource, as a run that was held up for long submits it. */
export async function stray(stage: SessionStage, name = "counts", cluster = "shared"): Promise<void> {
  stage.scene.tell(`submit  a job of ${name}, by a run that was held up`);
  const { flink } = stage.scene.spoke;
  const at = { namespace: "default", service: `${cluster}-rest`, scheme: "http" } as const;
  const { job } = lastRun(stage, name, cluster);
  const jar = await flink.uploadJar(at, emptyJar());
  await flink.runJar(at, jar, {
    flinkVersion: "v1_20",
    jobId: `${job.slice(0, 31)}${job.endsWith("0") ? "1" : "0"}` as JobId,
    entryClass: "com.example.Late",
    programArgs: [],
    flinkConfiguration: { "pipeline.name": name },
    deadline: seconds(60),
  });
}

/** A FlinkStateSnapshot that somebody has made. */
export function askForSnapshot(stage: SessionStage, name = "counts"): void {
  stage.scene.apply({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { namespace: "default", name: `${name}-by-hand` },
    spec: { jobReference: { kind: "FlinkSessionJob", name }, savepoint: {} },
  });
}
