import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deploymentAnnotation } from "../../lib/core/configuration/clusterOptions.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Fields } from "./support/application.ts";
import { Scene } from "./support/scene.ts";
import { losses } from "./support/stage.ts";

type Kind = "FlinkDeployment" | "FlinkSessionJob";
interface Status extends Fields {
  readonly lifecycleState: string;
  readonly observedGeneration: number;
  readonly jobStatus: { readonly state?: string; readonly jobId?: string; readonly upgradeSavepointPath?: string };
  /** The specs are numbers in `specs`. */
  readonly reconciliationStatus: Fields & { readonly lastReconciledSpec: number; readonly lastStableSpec?: number };
}
type Line =
  | { readonly kind: "user"; readonly does: string; readonly patch?: Fields }
  | { readonly kind: "status"; readonly of: Kind; readonly generation: number; readonly status: Status };

/** What the Apache operator made of the life of a session cluster and its job on a real cluster. */
interface Story {
  readonly resources: readonly KubernetesObject[];
  readonly specs: readonly string[];
  readonly log: readonly Line[];
}

const story = JSON.parse(readFileSync(new URL("fixtures/apache/session.json", import.meta.url), "utf8")) as Story;
const [cluster, job] = story.resources;
if (cluster === undefined || job === undefined) throw new Error("a story has a cluster and a job");
const names: Readonly<Record<Kind, string>> = {
  FlinkDeployment: cluster.metadata.name,
  FlinkSessionJob: job.metadata.name,
};
const refOf = (kind: Kind) => ({ kind, namespace: "default", name: names[kind] }) as const;

/** Both statuses at some line. */
type Pair = Readonly<Record<Kind, Status>>;

function pairAt(line: number): Pair | undefined {
  const last = (kind: Kind): Status | undefined => {
    const found = story.log.slice(0, line + 1).findLast((each) => each.kind === "status" && each.of === kind);
    return found?.kind === "status" ? found.status : undefined;
  };
  const [FlinkDeployment, FlinkSessionJob] = [last("FlinkDeployment"), last("FlinkSessionJob")];
  return FlinkDeployment && FlinkSessionJob && { FlinkDeployment, FlinkSessionJob };
}

const told = ["STABLE", "DEPLOYED", "SUSPENDED"];

/** Wherever what was asked for is done, and nothing else is asked for yet; what was written twice is one. */
const points = [
  ...new Map(
    story.log.flatMap((each, line) => {
      const pair = pairAt(line);
      if (each.kind === "user" || pair?.FlinkDeployment.lifecycleState !== "STABLE") return [];
      const { lifecycleState, observedGeneration, jobStatus } = pair.FlinkSessionJob;
      if (!told.includes(lifecycleState)) return [];
      const called = `${pair.FlinkDeployment.observedGeneration}/${observedGeneration} ${lifecycleState} ${jobStatus.state}`;
      return [[called, { line, called, pair }] as const];
    }),
  ).values(),
];

/** The same acts of the user, carried out by us. */
async function lived(line: number): Promise<Scene> {
  const scene = new Scene();
  scene.spoke.artifacts.put("https://repo.example.com/orders.jar", "a jar");
  for (const one of story.resources)
    scene.apply({ ...one, metadata: { ...one.metadata, namespace: "default" } } as KubernetesObject);
  await scene.passFor(minutes(1), seconds(5));
  for (const each of story.log.slice(0, line + 1)) {
    if (each.kind !== "user" || each.patch === undefined) continue;
    const ref = refOf(each.does.includes("of the cluster") ? "FlinkDeployment" : "FlinkSessionJob");
    scene.spoke.api.patch(ref, { type: "merge", body: each.patch });
    await scene.passFor(minutes(1), seconds(5));
  }
  return scene;
}

const runsOf = ({ spoke }: Scene) => spoke.incarnations({ namespace: "default", name: names.FlinkDeployment });

/** As if the Apache operator had done all of it: its statuses, with what is called otherwise here, and no mark of ours. */
function putTheirs({ spoke }: Scene, pair: Pair, jobId: string): void {
  const path = spoke.snapshots.findLast(({ isSavepoint }) => isSavepoint)?.path ?? "";
  for (const kind of ["FlinkDeployment", "FlinkSessionJob"] as const) {
    const { lastReconciledSpec, lastStableSpec, ...rest } = pair[kind].reconciliationStatus;
    const specs = {
      lastReconciledSpec: story.specs[lastReconciledSpec],
      ...(lastStableSpec === undefined ? {} : { lastStableSpec: story.specs[lastStableSpec] }),
    };
    const { jobId: theirs, upgradeSavepointPath: from } = pair.FlinkSessionJob.jobStatus;
    let text = JSON.stringify({ ...pair[kind], reconciliationStatus: { ...rest, ...specs } });
    if (theirs !== undefined) text = text.replaceAll(theirs, jobId);
    if (from !== undefined) text = text.replaceAll(from, path);
    const status = JSON.parse(text) as Fields;
    spoke.api.update({ ...spoke.api.read(refOf(kind)), status }, { subresource: "status", manager: "java" });
  }
  const unmarked = { metadata: { annotations: { [deploymentAnnotation]: null } } };
  for (const { metadata } of spoke.api.list("Deployment").items)
    spoke.api.patch(
      { kind: "Deployment", namespace: "default", name: metadata.name },
      { type: "merge", body: unmarked },
    );
}

const podsOf = ({ spoke }: Scene) =>
  spoke.api
    .list("Pod")
    .items.map(({ metadata }) => metadata.uid ?? "")
    .toSorted();

test.for(points)(
  "a session cluster and its job, taken over from the Apache operator at generation $called",
  async ({ line, pair }) => {
    const scene = await lived(line);
    const [runs, pods] = [runsOf(scene).length, podsOf(scene)];
    const jobId = runsOf(scene).at(-1)?.jobId ?? "";
    putTheirs(scene, pair, jobId);
    await scene.passFor(minutes(1), seconds(5));
    const isSuspended = pair.FlinkSessionJob.lifecycleState === "SUSPENDED";
    expect(scene.world.violations).toEqual([]);
    expect({ runs: runsOf(scene).length, pods: podsOf(scene), lost: losses(runsOf(scene), []) }).toEqual({
      runs,
      pods,
      lost: [],
    });
    expect(scene.spoke.api.read(refOf("FlinkDeployment"))["status"]).toMatchObject({ lifecycleState: "STABLE" });
    expect(scene.spoke.api.read(refOf("FlinkSessionJob"))["status"]).toMatchObject(
      isSuspended
        ? { lifecycleState: "SUSPENDED" }
        : { lifecycleState: "STABLE", jobStatus: { jobId, state: "RUNNING" } },
    );
  },
);
