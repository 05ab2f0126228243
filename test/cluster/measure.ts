/**
 * `node test/cluster/measure.ts native|standalone`: one life of a job on the rig's cluster "east", kept up with RIG_KEEP=1, and how long
 * each act took. Nothing else may run on the machine. What it prints goes into docs/performance.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { CountingJob } from "./support/countingJob.ts";
import { flinkFleet } from "./support/fleet.ts";
import { flinkImages, kubeconfig } from "./support/rig.ts";
import { type Figures, Stopwatch } from "./support/stopwatch.ts";

const mode = process.argv[2] === "standalone" ? "standalone" : "native";
const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", kubeconfig("east"));
if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
const job = await CountingJob.in({ cluster: "east", version: "v1_20", mode });
const watch = new Stopwatch(job);
const resource = { memory: "1024m", cpu: 0.5 };
const apart = 12_000;

const created = (): Promise<void> =>
  job.create(
    { jobManager: { resource }, taskManager: { resource }, image: flinkImages.v1_20 },
    {
      "taskmanager.numberOfTaskSlots": "2",
      "execution.checkpointing.interval": "5 s",
      "env.java.opts.all": null,
      "restart-strategy.type": null,
      "restart-strategy.fixed-delay.attempts": null,
    },
    { parallelism: 2 },
  );

const acts: readonly (readonly [string, () => Promise<void>, "runs" | "suspended" | "snapshot" | "gone"])[] = [
  ["create", created, "runs"],
  ["restartNonce (savepoint upgrade)", () => job.patch({ restartNonce: 1 }), "runs"],
  ["savepointTriggerNonce", () => job.patch({ job: { savepointTriggerNonce: 7 } }), "snapshot"],
  ["suspend", () => job.patch({ job: { state: "suspended" } }), "suspended"],
  ["resume", () => job.patch({ job: { state: "running" } }), "runs"],
  [
    "last-state upgrade, another configuration",
    () =>
      job.patch({
        job: { upgradeMode: "last-state" },
        flinkConfiguration: { "execution.checkpointing.interval": "4s" },
      }),
    "runs",
  ],
  ["JobManager Deployment deleted", () => job.deleteDeployment(job.name), "runs"],
  ["stateless upgrade, parallelism 1", () => job.patch({ job: { upgradeMode: "stateless", parallelism: 1 } }), "runs"],
  ["delete", () => job.delete(), "gone"],
];

const rows: (Figures & { readonly act: string })[] = [];
try {
  for (const [act, does, until] of acts) {
    rows.push({ act, ...(await watch.time(does, until)) });
    console.table(rows.slice(-1));
    await sleep(apart);
  }
} finally {
  await job.remove();
  await watch.stop();
}
console.table(rows);
