import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KnownState } from "../../../lib/api/resources/journal.ts";
import { decide } from "../../../lib/core/lifecycle/decide.ts";
import { deployedOf } from "../../../lib/core/lifecycle/observation/deployed.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { report } from "../../../lib/core/lifecycle/status/report.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import { newestKnown } from "../../../lib/core/lifecycle/upgrade/facts.ts";
import { haMetadata } from "../../../lib/core/lifecycle/upgrade/haMetadata.ts";
import { parsedInstant } from "../../../lib/core/time.ts";
import { anyLook, type AnyLook } from "./support/anyLook.ts";
import { circumstances } from "./support/builders.ts";
import { runs } from "./support/runs.ts";

type Create = Extract<Plan, { readonly act: "create" }>;

const planOf = ({ seen, now }: AnyLook): Plan => decide(seen, circumstances(now));

function holds(property: (look: AnyLook, plan: Plan) => void): void {
  fc.assert(
    fc.property(anyLook, (look) => {
      property(look, planOf(look));
    }),
    runs(600),
  );
}

/** As `holds`, of the plans that make a cluster: there have to be some. */
function holdsOfCreations(property: (look: AnyLook, plan: Create) => void): void {
  let found = 0;
  holds((look, plan) => {
    if (plan.act !== "create") return;
    found += 1;
    property(look, plan);
  });
  expect(found).toBeGreaterThan(10);
}

const isGivenUp = ({ resource, deployed }: Seen): boolean =>
  resource.spec.job?.upgradeMode === "stateless" ||
  (deployed.kind === "recorded" && (deployed.last.job?.upgradeMode === "stateless" || deployed.firstDeployment));

const knowsState = (seen: Seen): boolean => {
  const ha = haMetadata(seen);
  return newestKnown(seen) !== undefined || (typeof ha === "object" && ha.checkpointId !== undefined);
};

/** Of the same job, a lower checkpoint; of another one, an earlier time. */
function isOlder(one: KnownState, other: KnownState): boolean {
  if (one.path === other.path) return false;
  if (one.jobId === other.jobId && one.checkpointId !== undefined && other.checkpointId !== undefined) {
    return one.checkpointId < other.checkpointId;
  }
  return parsedInstant(one.at) < parsedInstant(other.at);
}

describe("whatever a look shows", () => {
  test("nothing is created beside a JobManager, its pods or its TaskManagers", () => {
    holdsOfCreations(({ seen }) => {
      expect(seen.jobManager).toBeUndefined();
      expect(seen.taskManager).toBeUndefined();
      expect(seen.pods).toEqual([]);
    });
  });

  test("nothing starts empty that has state, unless the state is given up", () => {
    holdsOfCreations(({ seen }, { intent }) => {
      const startsEmpty = intent.restoreFrom.kind === "nothing" && !isGivenUp(seen);
      expect(startsEmpty && knowsState(seen)).toBe(false);
    });
  });

  test("nothing starts from older state than the newest known", () => {
    holdsOfCreations(({ seen }, { intent: { restoreFrom } }) => {
      const newest = newestKnown(seen);
      const ha = haMetadata(seen);
      expect([newest?.path, undefined]).toContain(restoreFrom.kind === "savepoint" ? restoreFrom.path : undefined);
      if (restoreFrom.kind !== "lastState" || newest?.checkpointId === undefined || typeof ha !== "object") return;
      if (newest.jobId !== ha.jobId) return;
      expect(ha.checkpointId).toBeGreaterThanOrEqual(newest.checkpointId);
    });
  });

  test("nothing goes on from HA metadata that is not there", () => {
    holdsOfCreations(({ seen }, { intent: { restoreFrom } }) => {
      expect(restoreFrom.kind === "lastState" && haMetadata(seen) === "missing").toBe(false);
    });
  });

  test("no HA metadata is removed that is newer than what the next job starts from", () => {
    holds(({ seen }, plan) => {
      if (plan.act !== "again" || plan.effect.kind !== "deleteHaMetadata" || isGivenUp(seen)) return;
      const ha = haMetadata(seen);
      if (typeof ha !== "object" || ha.checkpointId === undefined) return;
      const newest = newestKnown(seen);
      expect(newest?.jobId).toBe(ha.jobId);
      expect(newest?.checkpointId ?? ha.checkpointId).toBeGreaterThanOrEqual(ha.checkpointId);
    });
  });

  test("nothing of anybody else is stopped or deleted", () => {
    const uidOf = ({ resource }: Seen) => resource.metadata.uid;
    holds(({ seen }, plan) => {
      if (plan.act !== "again") return;
      const owned = [seen.jobManager, seen.taskManager].filter((one) => one?.owners.includes(uidOf(seen)));
      const names = owned.map((one) => one?.name);
      const { effect } = plan;
      const touched =
        effect.kind === "stopPods"
          ? [effect.deployment]
          : effect.kind === "deleteDeployments"
            ? effect.deployments
            : [];
      expect(names).toEqual(expect.arrayContaining(touched.map(({ name }) => name)));
    });
  });

  test("every wait is settled, has a deadline or names an obstacle, or ends by itself", () => {
    const bounded = [
      /^another run may be creating the cluster$/u,
      /^refused, and tried again every minute$/u,
      /, and started again soon$/u,
    ];
    holds((_, plan) => {
      if (plan.act !== "wait" || plan.obstacle !== undefined || plan.step !== undefined) return;
      if (bounded.some((one) => one.test(plan.because))) return;
      expect(plan.wake).toBe("on schedule");
    });
  });

  test("a wait that is reported twice is reported the same", () => {
    holds(({ seen, now }, plan) => {
      if (plan.act !== "wait") return;
      const { status } = report(seen, plan, { kind: "nothing" }, circumstances(now));
      const resource = { ...seen.resource, status };
      const again = { ...seen, resource, deployed: deployedOf(resource) };
      const next = decide(again, circumstances(now));
      if (next.act !== "wait") return;
      expect(report(again, next, { kind: "nothing" }, circumstances(now)).status).toEqual(status);
    });
  });

  test("the journal's state never goes back, unless it is given up", () => {
    holds(({ seen, now }, plan) => {
      const before = seen.resource.status.fleet?.state;
      if (before === undefined || plan.act === "create" || plan.act === "stop") return;
      if (plan.act === "turn" && plan.turn.kind === "stopped" && plan.turn.state === null) return;
      const { state } = report(seen, plan, { kind: "nothing" }, circumstances(now)).status.fleet ?? {};
      // What the job was stopped with is the newest, whatever the clocks say.
      const progress = seen.flink.kind === "answered" ? seen.flink.savepoint : undefined;
      if (progress?.kind === "completed" && progress.path === state?.path) return;
      // What another job has left is what this one was started from.
      const isOfThisJob = state?.jobId !== undefined && state.jobId === seen.resource.status.jobStatus?.jobId;
      if (isOfThisJob && before.jobId !== state.jobId) return;
      expect(state !== undefined && !isOlder(state, before)).toBe(true);
    });
  });

  test("only a stateless job is told to forget its state", () => {
    holds(({ seen }, plan) => {
      const forgets =
        (plan.act === "stop" && plan.intent.way === "forget") ||
        (plan.act === "turn" && plan.turn.kind === "stopped" && plan.turn.state === null);
      const wasAnnounced =
        seen.resource.status.fleet?.intent?.kind === "stop" && seen.resource.status.fleet.intent.way === "forget";
      expect(!forgets || wasAnnounced || isGivenUp(seen)).toBe(true);
    });
  });
});
