import { expect, test } from "vitest";
import type { JobId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";

/** The parallelism of every vertex that Flink tells of. */
async function parallelism({ scene, name, status }: Stage): Promise<readonly number[]> {
  const { jobId } = status.jobStatus as { readonly jobId: JobId };
  const at = { namespace: "default", service: `${name}-rest`, scheme: "http" } as const;
  return (await scene.spoke.flink.vertices(at, jobId)).map((vertex) => vertex.parallelism);
}

test.for(["native", "standalone"] as const)(
  "%s: after a last-state upgrade by HA metadata the job of the new spec runs, and not the graph of the one before",
  async (mode) => {
    const stage = await running({ mode, upgradeMode: "last-state" });
    const before = stage.status.jobStatus?.["jobId"];
    stage.edit("another parallelism", { job: { parallelism: 1 }, restartNonce: 1 });
    await stage.passFor(minutes(2), seconds(1));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING", jobId: before } });
    expect(stage.runs.at(-1)).toMatchObject({ restore: "ha" });
    expect(new Set(await parallelism(stage))).toEqual(new Set([1]));
    expectStateKept(stage);
  },
);
