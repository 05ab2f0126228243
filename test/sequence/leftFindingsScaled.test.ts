import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { FlinkAddress } from "../../lib/ports/index.ts";
import type { JobId } from "../../lib/core/flink.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";
import { degraded, later, redeploy, stable } from "./support/stories.ts";

const adaptive = { "jobmanager.scheduler": "adaptive", "execution.checkpointing.interval": "30 s" };

async function parallelism({ scene, status, name }: Stage): Promise<readonly number[]> {
  const at: FlinkAddress = { namespace: "default", service: `${name}-rest`, scheme: "http" };
  const vertices = await scene.spoke.flink.vertices(at, status.jobStatus?.["jobId"] as JobId);
  return vertices.map((vertex) => vertex.parallelism);
}

async function scaled(wanted: { readonly ha: boolean; readonly mode: "native" | "standalone" }): Promise<Stage> {
  const stage = await running({ ...wanted, upgradeMode: "last-state", configuration: adaptive });
  stage.edit("more", { job: { parallelism: 4 } });
  await later(stage, minutes(2));
  expect(stage.status).toMatchObject(stable);
  expect(await parallelism(stage)).toEqual([4, 4]);
  expect(stage.runs).toHaveLength(1);
  return stage;
}

function killJobManager({ scene }: Stage): void {
  for (const { metadata } of scene.spoke.api.list("Pod").items) {
    const { labels = {}, namespace = "default", name } = metadata;
    if (labels["component"] === "jobmanager") scene.spoke.killProcess({ namespace, name });
  }
}

test.for(["native", "standalone"] as const)(
  "a JobManager that starts again by itself keeps what the job was scaled to: HA, %s",
  async (mode) => {
    const stage = await scaled({ ha: true, mode });
    killJobManager(stage);
    await later(stage, minutes(2));
    expect(stage.status).toMatchObject(stable);
    expect(stage.runs).toHaveLength(2);
    expect(await parallelism(stage)).toEqual([4, 4]);
    expectStateKept(stage);
  },
);

test("a lost JobManager is made again with what the spec asks for", async () => {
  const stage = await scaled({ ha: true, mode: "native" });
  stage.deleteJobManager();
  await later(stage, minutes(2));
  expect(stage.status).toMatchObject(stable);
  expect(await parallelism(stage)).toEqual([4, 4]);
  expectStateKept(stage);
});

test("without HA it begins again as it was deployed; it is told of, and its answer brings what the spec asks for", async () => {
  const stage = await scaled({ ha: false, mode: "native" });
  const newest = stage.scene.spoke.snapshots.at(-1);
  killJobManager(stage);
  await stage.passFor(seconds(40), seconds(2));
  expect(stage.status).toMatchObject(degraded("StartedOver"));
  expect(await parallelism(stage)).toEqual([2, 2]);
  redeploy(stage, newest?.path ?? "");
  await later(stage, minutes(2));
  expect(stage.status).toMatchObject(stable);
  expect(await parallelism(stage)).toEqual([4, 4]);
});
