import { expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { tellAsks, type Ask, type Play } from "./support/asks.ts";
import { Chance } from "./support/chance.ts";
import { loseJobManager } from "./support/deletions.ts";
import { inTheWay } from "./support/inTheWay.ts";
import { losses, Stage } from "./support/stage.ts";
import { inDoubt, restart, stable } from "./support/stories.ts";

const runs = ({ status }: Stage): void => expect(status).toMatchObject(stable);

/** Every JobManager there ever was runs a job that the resource had named by then. */
function namedBefore(stage: Stage): () => void {
  const strays: string[] = [];
  const known = new Set<string>();
  stage.scene.spoke.api.store.subscribe(({ type, object }) => {
    if (type !== "ADDED" || object.kind !== "Deployment" || object.metadata.name !== stage.name) return;
    const announced = String(stage.status.jobStatus?.["jobId"]);
    if (!/^[0-9a-f]{32}$/u.test(announced)) strays.push(`${announced} before a Deployment`);
    known.add(announced);
  });
  return () => {
    expect(strays).toEqual([]);
    expect(stage.runs.map(({ jobId }) => jobId).filter((id) => !known.has(id))).toEqual([]);
  };
}

type Loss = "before" | "after";

/** One call in so many is lost on its way there, or its answer on the way back. */
function losing(oneIn: number, how: Loss, chance: Chance): (spoke: Spoke) => Spoke {
  const lose = (verb: string): void => {
    if (chance.below(oneIn) === 0) throw new Faulted({ kind: "unavailable", what: verb, because: "connection reset" });
  };
  const never = (): void => undefined;
  return (spoke) => inTheWay(spoke, how === "before" ? lose : never, how === "after" ? lose : never);
}

const ways = [
  { oneIn: 2, how: "before", mode: "native" },
  { oneIn: 2, how: "after", mode: "standalone" },
  { oneIn: 4, how: "after", mode: "native" },
  { oneIn: 4, how: "before", mode: "standalone" },
] as const;

const first = Number(process.env["SEED"] ?? 1);
const walks = Number(process.env["WALKS"] ?? 1);

// FLINK-38858: the job was duplicated after a failed submission.
test.for(ways)("a job is submitted once though one call in $oneIn is lost $how its effect, $mode", async (way) => {
  for (let seed = first; seed < first + walks; seed += 1) {
    const stage = new Stage({ mode: way.mode });
    const check = namedBefore(stage);
    const through = losing(way.oneIn, way.how, new Chance(seed));
    const badLine = async (): Promise<void> => {
      for (let left = 14; left > 0; left -= 1) {
        await stage.scene.pass(through);
        stage.scene.world.advance(seconds(4));
      }
      await stage.passFor(minutes(1), seconds(5));
      runs(stage);
    };
    await badLine();
    restart(stage);
    await badLine();
    check();
    const savepoints = stage.scene.spoke.snapshots.filter(({ isSavepoint }) => isSavepoint);
    const what = `SEED=${seed}\n${stage.scene.story}`;
    expect(stage.scene.world.violations, what).toEqual([]);
    expect(losses(stage.runs), what).toEqual([]);
    expect(stage.runs, what).toHaveLength(2);
    // None where Flink could not be asked for so long that the HA metadata was gone by.
    expect(savepoints.length, what).toBeLessThan(2);
  }
});

const killProcess = ({ scene, name }: Stage): void => {
  const pod = scene.spoke.api
    .list("Pod")
    .items.find(({ metadata: { labels = {} } }) => labels["app"] === name && labels["component"] === "jobmanager");
  if (pod === undefined) return;
  scene.tell("kill    the JobManager's process");
  scene.spoke.killProcess({ namespace: "default", name: pod.metadata.name });
};

/** Whatever happens to its JobManager it is the same job. */
const oneJob = ({ stage }: Play): void => expect(new Set(stage.runs.map(({ jobId }) => jobId)).size).toBe(1);

const asks: readonly Ask[] = [
  // GCP 398: the job was lost after a restart of the JobManager.
  {
    wants: "the same job to go on though its JobManager comes and goes",
    happens: [
      ({ stage }) => killProcess(stage),
      ({ stage }) => stage.killPods("jobmanager"),
      ({ stage }) => loseJobManager(stage),
      ({ stage }) => stage.killPods("taskmanager"),
    ],
    always: oneJob,
    comes: runs,
  },
  {
    wants: "the same job to go on though its JobManager comes and goes, standalone",
    wanted: { mode: "standalone", upgradeMode: "last-state" },
    happens: [
      ({ stage }) => stage.killPods("jobmanager"),
      ({ stage }) => killProcess(stage),
      ({ stage }) => loseJobManager(stage),
    ],
    always: oneJob,
    comes: runs,
  },
  {
    wants:
      "an upgrade in the middle of which the JobManager starts again to come to its end, or to be told from what to go on",
    happens: [({ stage }) => restart(stage), ({ stage }) => killProcess(stage), ({ stage }) => restart(stage, 2)],
    comes: ({ status }) => {
      const isInDoubt = (status.conditions ?? []).some(({ reason }) => reason === "StateInDoubt");
      expect(status).toMatchObject(isInDoubt ? inDoubt : stable);
    },
  },
];

tellAsks(asks);
