import { expect, test } from "vitest";
import type { ResourcePlan } from "../../../lib/api/plan.ts";
import { applicable, planKey } from "../../../lib/core/planning/applicable.ts";
import { aPlan } from "./support/aPlan.ts";

const cluster = aPlan({ name: "shared" });
const job = aPlan({ kind: "FlinkSessionJob", name: "counts", sessionCluster: "shared" });
const sibling = aPlan({ kind: "FlinkSessionJob", name: "sums", sessionCluster: "shared" });
const elsewhere = aPlan({ kind: "FlinkSessionJob", name: "counts", namespace: "other", sessionCluster: "shared" });
const abroad = aPlan({ name: "shared", cluster: "west" });
const alone = aPlan({ name: "counts" });

const moved = (one: ResourcePlan): ResourcePlan => ({ ...one, effect: "stop" });
const blocked = (one: ResourcePlan): ResourcePlan => ({
  ...one,
  blocked: [{ reason: "ValidationError", message: "no" }],
});

/** What becomes of each planned resource, in few words. */
function verdicts(planned: readonly ResourcePlan[], now: readonly ResourcePlan[]): readonly string[] {
  const all = applicable(planned, now);
  return planned.map((one) => {
    const verdict = all.get(planKey(one));
    if (verdict?.kind === "moved") return verdict.moved.map(({ what }) => what).join("; ");
    return verdict?.kind === "blocked" ? verdict.because : (verdict?.kind ?? "nothing is said");
  });
}

const all = [cluster, job, sibling, elsewhere, abroad, alone];
const good = "asPlanned";

test.for([
  { when: "nothing has moved", now: all, told: all.map(() => good) },
  {
    when: "a job has moved: its cluster and the jobs beside it are left alone, and nobody else is",
    now: [cluster, moved(job), sibling, elsewhere, abroad, alone],
    told: ["FlinkSessionJob counts: effect", "effect", "FlinkSessionJob counts: effect", good, good, good],
  },
  {
    when: "a cluster has moved: so are its jobs",
    now: [moved(cluster), job, sibling, elsewhere, abroad, alone],
    told: ["effect", "FlinkDeployment shared: effect", "FlinkDeployment shared: effect", good, good, good],
  },
  {
    when: "a deployment of a job's name has nothing to do with the job",
    now: [cluster, job, sibling, elsewhere, abroad, moved(alone)],
    told: [good, good, good, good, good, "effect"],
  },
  {
    when: "a job is gone",
    now: [cluster, sibling, elsewhere, abroad, alone],
    told: ["FlinkSessionJob counts: resource", "resource", "FlinkSessionJob counts: resource", good, good, good],
  },
])("$when", ({ now, told }) => expect(verdicts(all, now)).toEqual(told));

test("a job that nobody has planned, and would be touched by now, holds back its cluster", () => {
  expect(verdicts([cluster, abroad], [cluster, job, abroad])).toEqual(["FlinkSessionJob counts: resource", good]);
});

test("what is blocked now as it was is left alone with all that goes with it, and each is told by what", () => {
  const now = [blocked(cluster), job, abroad];
  expect(verdicts(now, now)).toEqual(["ValidationError: no", "FlinkDeployment shared: ValidationError: no", good]);
  const ofJob = [cluster, blocked(job), sibling];
  expect(verdicts(ofJob, ofJob)).toEqual([
    "FlinkSessionJob counts: ValidationError: no",
    "ValidationError: no",
    "FlinkSessionJob counts: ValidationError: no",
  ]);
});

test("what comes out as planned is written as it is now", () => {
  const now = {
    ...cluster,
    seen: { uid: "u1", resourceVersion: "99", generation: 2, fields: cluster.seen?.fields ?? {} },
  };
  expect(applicable([cluster], [now]).get(planKey(cluster))).toEqual({ kind: "asPlanned", now });
});
