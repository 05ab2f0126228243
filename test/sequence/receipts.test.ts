import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { ask, type Asked, listening, type ToldStage } from "./support/told.ts";
import type { Fields, Wanted } from "./support/application.ts";
import { expectStory } from "./support/stage.ts";

interface Told {
  readonly called: string;
  readonly wanted?: Wanted;
  readonly act: (stage: ToldStage) => Promise<void>;
  readonly receipts: readonly Fields[];
}

const badImage = "registry.invalid/does-not-exist:1";
const rollback = {
  "kubernetes.operator.deployment.rollback.enabled": "true",
  "kubernetes.operator.deployment.readiness.timeout": "30 s",
};

async function asked(stage: ToldStage, change: Asked): Promise<void> {
  ask(stage, change);
  await stage.passFor(minutes(1), seconds(2));
}

const redeploy = { id: "c1", spec: { restartNonce: 1 } };
const suspend = { id: "c1", action: "suspend", spec: { job: { state: "suspended" } } } as const;

const stories: readonly Told[] = [
  {
    called: "redeploy with savepoint",
    act: (stage) => asked(stage, redeploy),
    receipts: [
      {
        changeId: "c1",
        result: "succeeded",
        attempts: 1,
        from: { generation: 1 },
        to: { generation: 2 },
        state: { kind: "savepoint", path: expect.stringContaining("savepoint-"), ageSeconds: expect.any(Number) },
        downtimeSeconds: expect.any(Number),
      },
    ],
  },
  {
    called: "redeploy from last state",
    wanted: { upgradeMode: "last-state" },
    act: (stage) => asked(stage, redeploy),
    receipts: [{ result: "succeeded", attempts: 1, state: { kind: "checkpoint" } }],
  },
  {
    called: "redeploy without state",
    wanted: { upgradeMode: "stateless" },
    act: (stage) => asked(stage, redeploy),
    receipts: [{ result: "succeeded", attempts: 1, state: { kind: "nothing" } }],
  },
  {
    called: "image that cannot be pulled",
    act: async (stage) => {
      ask(stage, { id: "c1", spec: { image: badImage }, within: minutes(2) });
      await stage.passFor(minutes(3), seconds(5));
    },
    receipts: [
      {
        result: "failed",
        attempts: 1,
        cause: expect.stringMatching(/^it was not carried out before its deadline: ImagePullBackOff: /),
        to: { image: badImage },
      },
    ],
  },
  {
    called: "rolled back",
    wanted: { configuration: rollback },
    act: async (stage) => {
      ask(stage, { id: "c1", spec: { image: badImage } });
      await stage.passFor(minutes(3), seconds(5));
    },
    receipts: [
      {
        result: "failed",
        attempts: 1,
        cause: expect.stringContaining("rolling back"),
        downtimeSeconds: expect.any(Number),
      },
    ],
  },
  {
    called: "superseded by another change",
    act: async (stage) => {
      ask(stage, redeploy);
      await stage.passFor(seconds(2), seconds(2));
      await asked(stage, { id: "c2", spec: { restartNonce: 2 } });
    },
    receipts: [
      { changeId: "c1", result: "superseded", supersededBy: "c2" },
      { changeId: "c2", result: "succeeded", to: { generation: 3 } },
    ],
  },
  {
    called: "superseded by a hand",
    act: async (stage) => {
      ask(stage, redeploy);
      stage.edit("another nonce", { restartNonce: 7 });
      await stage.passFor(minutes(1), seconds(2));
    },
    receipts: [{ changeId: "c1", result: "superseded", cause: expect.stringContaining("edited again") }],
  },
  {
    called: "edited by hand while it comes up",
    act: async (stage) => {
      ask(stage, redeploy);
      for (let i = 0; stage.status.lifecycleState !== "DEPLOYED" && i < 60; i += 1)
        await stage.passFor(seconds(0), seconds(1));
      stage.edit("an option of the operator", {
        flinkConfiguration: { "kubernetes.operator.reconcile.interval": "30 s" },
      });
      await stage.passFor(minutes(1), seconds(2));
    },
    receipts: [{ changeId: "c1", result: "succeeded", to: { generation: 2 } }],
  },
  {
    called: "suspended",
    act: (stage) => asked(stage, suspend),
    receipts: [{ action: "suspend", result: "succeeded", attempts: 0 }],
  },
  {
    called: "suspended and resumed",
    act: async (stage) => {
      await asked(stage, suspend);
      await asked(stage, { id: "c2", action: "resume", spec: { job: { state: "running" } } });
    },
    receipts: [
      { changeId: "c1", result: "succeeded" },
      { changeId: "c2", action: "resume", result: "succeeded", attempts: 1, state: { kind: "savepoint" } },
    ],
  },
  {
    called: "scaled in place",
    wanted: { configuration: { "jobmanager.scheduler": "adaptive" } },
    act: (stage) => asked(stage, { id: "c1", spec: { job: { parallelism: 1 } } }),
    receipts: [{ result: "succeeded", attempts: 0 }],
  },
  {
    called: "unchanged",
    act: (stage) => asked(stage, { id: "c1" }),
    receipts: [{ result: "unchanged", attempts: 0 }],
  },
  {
    called: "refused by validation",
    act: (stage) => asked(stage, { id: "c1", spec: { job: { parallelism: 0 } } }),
    receipts: [{ result: "failed", cause: expect.stringContaining("parallelism") }],
  },
  {
    called: "deleted meanwhile",
    act: async (stage) => {
      ask(stage, redeploy);
      await stage.passFor(seconds(2), seconds(2));
      stage.scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name: stage.name });
      await stage.passFor(minutes(1), seconds(2));
    },
    receipts: [{ changeId: "c1", result: "failed", cause: "the resource is being deleted" }],
  },
  {
    called: "the job fails for good",
    act: async (stage) => {
      ask(stage, redeploy);
      for (let i = 0; stage.status.lifecycleState !== "DEPLOYED" && i < 60; i += 1)
        await stage.passFor(seconds(0), seconds(1));
      for (let i = 0; stage.status.jobStatus?.["state"] === "RECONCILING" && i < 60; i += 1) {
        if (stage.runs.length > 1) break;
        stage.scene.world.advance(seconds(1));
      }
      stage.fail();
      await stage.passFor(minutes(1), seconds(5));
    },
    receipts: [{ result: "failed", attempts: 1, cause: expect.stringContaining("the job has failed") }],
  },
];

describe("a change of an application", () => {
  test.for(stories)("$called", async ({ called, wanted, act, receipts }) => {
    const stage = await listening(wanted);
    await act(stage);
    const isStateless = wanted?.upgradeMode === "stateless" ? [1] : [];
    await expectStory(stage, `receipts/${called.replaceAll(/[^a-zA-Z0-9]+/gu, "-")}`, isStateless);
    expect(stage.receipts).toMatchObject(receipts);
    // Each was put once: nothing was lost here.
    expect(stage.scene.bus.of("change.completed")).toHaveLength(receipts.length);
  });
});
