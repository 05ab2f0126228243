import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { application, noHa, type Wanted } from "./support/application.ts";
import { deleteResource, failIfRuns, isThere, loseJobManager } from "./support/deletions.ts";
import { kept } from "./support/haMetadata.ts";
import { inTheWay } from "./support/inTheWay.ts";
import { events, options } from "./support/snapshots.ts";
import { running, type Stage } from "./support/stage.ts";
import { later, putSavepoint, redeploy, restart, resume, suspend } from "./support/stories.ts";

interface Removal {
  readonly name: string;
  /** The resource at that moment; `undefined` where it is gone. */
  readonly resource: KubernetesObject | undefined;
}

/** What runs remove of HA metadata, not what Flink does when a job ends. */
function watched(stage: () => Stage): { readonly through: (spoke: Spoke) => Spoke; readonly removals: Removal[] } {
  const removals: Removal[] = [];
  const note = (verb: string, [object]: readonly ({ readonly kind?: string } | undefined)[]): void => {
    if (verb !== "remove" || object?.kind !== "ConfigMap") return;
    const { name } = object as { readonly kind: string; readonly name: string };
    if (!kept(stage()).includes(name)) return;
    removals.push({ name, resource: isThere(stage()) ? stage().scene.resource(stage().name) : undefined });
  };
  return { removals, through: (spoke) => inTheWay(spoke, note) };
}

interface Way {
  readonly way: string;
  readonly wanted?: Wanted;
  readonly does: (stage: Stage) => Promise<void> | void;
  /** Whether runs remove HA metadata of a job, and which event has told of it. */
  readonly removes: false | "HaMetadataRemoved";
  /** Whether HA metadata is there in the end, of the job of before or of the next. */
  readonly keeps: boolean;
}

const rollback = options({ "deployment.rollback.enabled": "true", "deployment.readiness.timeout": "5 s" });
const badImage = { image: "registry.invalid/does-not-exist:1" };

const ways: readonly Way[] = [
  { way: "a deletion", does: deleteResource, removes: false, keeps: false },
  {
    way: "a deletion of a resource whose JobManager is lost",
    does: (stage) => (stage.deleteJobManager(), deleteResource(stage)),
    removes: "HaMetadataRemoved",
    keeps: false,
  },
  { way: "a suspension by savepoint", does: suspend, removes: false, keeps: false },
  {
    way: "a suspension by last-state",
    wanted: { upgradeMode: "last-state" },
    does: suspend,
    removes: false,
    keeps: true,
  },
  {
    way: "a suspension of a stateless job",
    wanted: { upgradeMode: "stateless" },
    does: suspend,
    removes: false,
    keeps: false,
  },
  {
    way: "a suspension by last-state, and a deletion",
    wanted: { upgradeMode: "last-state" },
    does: async (stage) => (suspend(stage), await later(stage), deleteResource(stage)),
    removes: "HaMetadataRemoved",
    keeps: false,
  },
  { way: "an upgrade by savepoint", does: restart, removes: false, keeps: true },
  {
    way: "an upgrade by last-state",
    wanted: { upgradeMode: "last-state" },
    does: restart,
    removes: false,
    keeps: true,
  },
  { way: "a stateless upgrade", wanted: { upgradeMode: "stateless" }, does: restart, removes: false, keeps: true },
  {
    way: "a stateless upgrade of a suspended job",
    wanted: { upgradeMode: "last-state" },
    does: async (stage) => (suspend(stage), await later(stage), resume(stage, { upgradeMode: "stateless" })),
    removes: "HaMetadataRemoved",
    keeps: true,
  },
  {
    way: "another start from a savepoint",
    does: (stage) => redeploy(stage, putSavepoint(stage)),
    removes: false,
    keeps: true,
  },
  {
    way: "another start from a savepoint of a job whose JobManager is lost",
    does: (stage) => (stage.deleteJobManager(), redeploy(stage, putSavepoint(stage))),
    removes: "HaMetadataRemoved",
    keeps: true,
  },
  {
    way: "a rollback",
    wanted: { configuration: rollback },
    does: (stage) => stage.edit("bad image", badImage),
    removes: false,
    keeps: true,
  },
  {
    way: "a rollback by last-state",
    wanted: { configuration: rollback, upgradeMode: "last-state" },
    does: (stage) => stage.edit("bad image", badImage),
    removes: false,
    keeps: true,
  },
  {
    way: "HA that is switched off",
    wanted: { upgradeMode: "last-state" },
    does: (stage) => stage.edit("no HA", { flinkConfiguration: noHa }),
    removes: false,
    keeps: false,
  },
  {
    way: "HA that is switched off while suspended",
    wanted: { upgradeMode: "last-state" },
    does: async (stage) => (
      suspend(stage),
      await later(stage),
      stage.edit("no HA", { flinkConfiguration: noHa, job: { state: "running" } })
    ),
    removes: false,
    keeps: true,
  },
  { way: "a JobManager that is lost", does: loseJobManager, removes: false, keeps: true },
  { way: "a job that fails", does: failIfRuns, removes: false, keeps: false },
  {
    way: "a deletion, and another resource of the name",
    does: async (stage) => (deleteResource(stage), await later(stage), stage.scene.apply(application())),
    removes: false,
    keeps: true,
  },
];

// FLINK-33011, 30437, 30408: HA metadata was deleted by accident.
describe("HA metadata is removed by a decision only, and that is told", () => {
  test.for(ways)("$way", async ({ wanted, does, removes, keeps }) => {
    const stage = await running(wanted);
    const { through, removals } = watched(() => stage);
    const pass = stage.scene.pass.bind(stage.scene);
    stage.scene.pass = (other) => pass((spoke) => (other ?? ((one) => one))(through(spoke)));
    await does(stage);
    await stage.passFor(minutes(1), seconds(5));
    expect(removals.length > 0).toBe(removes !== false);
    expect(events(stage, "HaMetadataRemoved").length > 0).toBe(removes !== false);
    expect(kept(stage).length > 0).toBe(keeps);
    expect(stage.scene.world.violations).toEqual([]);
  });
});
