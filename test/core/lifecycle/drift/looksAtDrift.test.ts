import { expect, test } from "vitest";
import { looksAtDrift } from "../../../../lib/core/lifecycle/drift/looksAtDrift.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { later, minutes } from "../../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aJob,
  aLook,
  anApplication,
  answered,
  deployed,
  noon,
} from "../support/builders.ts";

/** Up, and deployed just now. */
const running = (parts: Partial<Seen> = {}, fleet: object = {}): Seen => {
  const resource = deployed(anApplication());
  const { lastStableSpec: _never, ...reconciled } = resource.status.reconciliationStatus ?? {};
  const reconciliationStatus = { state: "DEPLOYED" as const, ...reconciled, reconciliationTimestamp: noon };
  const status = { ...resource.status, reconciliationStatus, fleet: { ...resource.status.fleet, ...fleet } };
  return aLook({
    resource: { ...resource, status },
    jobManager: aDeployment(),
    flink: answered(aJob("RUNNING")),
    ...parts,
  });
};

const down: Partial<Seen> = { flink: { kind: "unreachable", because: "silence" } };

test.for<readonly [string, Seen, boolean]>([
  ["at rest", running(), true],
  ["while a deployment is announced", running({}, { intent: aDeployIntent({}) }), false],
  ["while it is scaled", running({}, { inPlace: { generation: 1, since: "", announced: [] } }), false],
  ["whose JobManager is gone", running({ jobManager: undefined }), false],
  ["whose JobManager is going", running({ jobManager: aDeployment({ deleting: true }) }), false],
  ["whose JobManager is scaled to 0", running({ jobManager: aDeployment({ wantedReplicas: 0 }) }), false],
  ["that comes up", running(down), false],
])("of a cluster %s", ([, seen, looks]) => {
  expect(looksAtDrift(seen, { now: noon })).toBe(looks);
});

test("of a cluster that does not come up once that takes long, or once it was up", () => {
  const { resource } = running();
  const { lastReconciledSpec } = resource.status.reconciliationStatus ?? {};
  expect(looksAtDrift(running(down), { now: later(noon, minutes(60)) })).toBe(true);
  const reconciliationStatus = {
    state: "DEPLOYED" as const,
    ...resource.status.reconciliationStatus,
    lastStableSpec: lastReconciledSpec,
  };
  const wasUp = { ...resource, status: { ...resource.status, reconciliationStatus } };
  expect(looksAtDrift({ ...running(down), resource: wasUp }, { now: noon })).toBe(true);
});
