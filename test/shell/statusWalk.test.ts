import { expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { effectiveState, isTerminal } from "../../lib/core/lifecycle/observation/jobState.ts";
import { minutes, seconds, type Millis } from "../../lib/core/time.ts";
import type { Cluster, Flink, Spoke } from "../../lib/ports/index.ts";
import { Scene } from "../sequence/support/scene.ts";
import { Chance } from "../sequence/support/chance.ts";
import { options } from "../sequence/support/snapshots.ts";
import { Stage } from "../sequence/support/stage.ts";

/** What the API server and Flink said in one pass. */
interface Look {
  /** Of each cluster by its REST service; `undefined` where the last question got no answer. */
  readonly jobs: Map<string, readonly { readonly id: string; readonly state: string }[] | undefined>;
  readonly available: Map<string, number>;
}

/** Writes down what a pass is told. */
function listening(look: Look): (spoke: Spoke) => Spoke {
  const jobs =
    (flink: Flink): Flink["jobs"] =>
    async (at) => {
      look.jobs.set(at.service, undefined);
      const found = await flink.jobs(at);
      look.jobs.set(
        at.service,
        found.map((job) => ({ id: job.id, state: effectiveState(job) })),
      );
      return found;
    };
  const list =
    (cluster: Cluster): Cluster["list"] =>
    async (what) => {
      const found = await cluster.list(what);
      if (what.kind !== "Deployment") return found;
      look.available.clear();
      for (const one of found) look.available.set(one.metadata.name, availableIn(one));
      return found;
    };
  return (spoke) => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      return {
        cluster: instead(cluster, "list", list(cluster)),
        flink: instead(flink, "jobs", jobs(flink)),
        artifacts,
      };
    },
  });
}

const availableIn = (object: KubernetesObject): number =>
  (object["status"] as { readonly availableReplicas?: number } | undefined)?.availableReplicas ?? 0;

const instead = <Port extends object, Name extends keyof Port>(port: Port, name: Name, one: Port[Name]): Port =>
  new Proxy(port, {
    get: (target, asked) => {
      if (asked === name) return one;
      const method = Reflect.get(target, asked) as (...args: never[]) => unknown;
      return method.bind(target);
    },
  });

const nonceOf = ({ scene, name }: Stage): number => (scene.resource(name).metadata.generation ?? 0) + 1;
const badImage = "registry.invalid/does-not-exist:1";

/** Users, and what can go wrong. */
const acts: readonly ((stage: Stage, chance: Chance) => void)[] = [
  (stage) => stage.edit("another nonce", { restartNonce: nonceOf(stage) }),
  (stage, chance) => {
    const upgradeMode = chance.of(["savepoint", "last-state", "stateless"]);
    stage.edit(upgradeMode, { restartNonce: nonceOf(stage), job: { upgradeMode } });
  },
  (stage) => stage.edit("suspended", { job: { state: "suspended" } }),
  (stage) => stage.edit("running", { job: { state: "running" } }),
  (stage, chance) => stage.edit("an image", { image: chance.of([badImage, "flink:1.20", "flink:1.20"]) }),
  (stage) => stage.killPods("jobmanager"),
  (stage) => stage.killPods("taskmanager"),
  (stage) => {
    if (stage.scene.names("Deployment").includes(stage.name)) stage.deleteJobManager();
  },
  (stage) => stage.fateOfSavepoint({ kind: "fails", because: "java.io.IOException: disk full" }),
  ({ scene }, chance) => {
    scene.spoke.flinkReachable = chance.of([true, true, false]);
    scene.tell(`way     to the pods: ${String(scene.spoke.flinkReachable)}`);
  },
  ({ scene }) => {
    scene.spoke.flinkReachable = true;
    scene.tell("way     to the pods: true");
  },
  ({ scene }) => scene.world.advance(minutes(2)),
];

const rollingBack = options({ "deployment.rollback.enabled": "true", "deployment.readiness.timeout": "1 min" });

async function walk(seed: number, steps: number, check: (stage: Stage, look: Look) => void): Promise<void> {
  const chance = new Chance(seed);
  const ha = chance.of([true, true, false]);
  const mode = chance.of(["native", "standalone"] as const);
  const stage = new Stage({ mode, ha, configuration: ha ? rollingBack : {} }, new Scene(seed));
  const pauses: readonly Millis[] = [seconds(1), seconds(2), seconds(7), seconds(20)];
  for (let step = 0; step < steps; step += 1) {
    if (step > 20 && chance.below(3) === 0) chance.of(acts)(stage, chance);
    const look: Look = { jobs: new Map(), available: new Map() };
    const swept = await stage.scene.pass(listening(look));
    const failed = swept.kind !== "swept" || swept.results.some(({ failure }) => failure !== undefined);
    if (!failed) check(stage, look);
    stage.scene.world.advance(chance.of(pauses));
  }
}

const conditionOf = ({ status }: Stage, type: string): string | undefined =>
  status.conditions?.find((condition) => condition.type === type)?.status;

/** What status tells, beside what was seen in the very pass that has written it. */
function contradictions(stage: Stage, look: Look): readonly string[] {
  const { status, name } = stage;
  const { jobId, state } = (status.jobStatus ?? {}) as { readonly jobId?: string; readonly state?: string };
  const [running, ready] = [conditionOf(stage, "Running"), conditionOf(stage, "Ready")];
  const jobManager = (status as { readonly jobManagerDeploymentStatus?: string }).jobManagerDeploymentStatus;
  const lifecycle = status.lifecycleState ?? "";
  const told = look.jobs.get(`${name}-rest`);
  const seen = told?.find(({ id }) => id === jobId)?.state;
  const wasSilent = look.jobs.has(`${name}-rest`) && told === undefined;
  const isKnown = isTerminal((state ?? "RECONCILING") as never);
  const wrong: readonly (readonly [string, boolean])[] = [
    ["Running, and Flink did not say so", running === "True" && seen !== "RUNNING"],
    ["Running, and nobody could ask", wasSilent && !isKnown && running !== "Unknown"],
    ["READY without a pod that is up", jobManager === "READY" && (look.available.get(name) ?? 0) === 0],
    [
      "Ready, and the job neither runs nor has finished",
      ready === "True" && running !== "True" && state !== "FINISHED",
    ],
    ["Ready in the middle of something", ready === "True" && lifecycle !== "STABLE" && lifecycle !== "DEPLOYED"],
    ["Running, and suspended or failed", running === "True" && ["SUSPENDED", "FAILED", "CREATED"].includes(lifecycle)],
    ["MISSING, and there is one that is up", jobManager === "MISSING" && running === "True"],
  ];
  return wrong.filter(([, is]) => is).map(([what]) => what);
}

/** A walk is repeated with SEED=n, and more of them are taken with WALKS=n. */
const first = Number(process.env["SEED"] ?? 1);
const walks = Number(process.env["WALKS"] ?? 4);

test.for(Array.from({ length: walks }, (_, index) => first + index))(
  "walk %i: status never contradicts what was seen, nor itself",
  async (seed) => {
    const ran = new Set<string | undefined>();
    await walk(seed, 90, (stage, look) => {
      const what = `seed ${seed}\n${stage.scene.story}`;
      expect(contradictions(stage, look), what).toEqual([]);
      ran.add(conditionOf(stage, "Running"));
    });
    // It was worth the walk.
    expect(ran).toContain("True");
    expect(ran).toContain("False");
  },
);
