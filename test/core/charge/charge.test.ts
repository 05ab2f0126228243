import { describe, expect, test } from "vitest";
import { apacheOperator, watchesNamespace } from "../../../lib/core/charge/apacheOperator.ts";
import { chargeOf, chargeSaid, whoseWord } from "../../../lib/core/charge/chargeOf.ts";
import { otherWriter } from "../../../lib/core/charge/otherWriter.ts";
import { underWay } from "../../../lib/core/charge/underWay.ts";
import type { ChangeNote } from "../../../lib/api/resources/changeNote.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { specRecord } from "../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { instant, later, rfc3339, seconds } from "../../../lib/core/time.ts";
import { readable } from "../../../lib/shell/readable.ts";
import { application } from "../../sequence/support/application.ts";
import { sessionJob } from "../../sequence/support/session.ts";

const said = (charge: string, namespace = "payments") => ({ namespace, annotations: { "flink-fleet/charge": charge } });
const charges = { cluster: "observe", namespaces: { payments: "shadow", constructor: "operate" } } as const;

describe("what flink-fleet does for a resource", () => {
  test.for([
    { metadata: { namespace: "other" }, charges: undefined, charge: "operate" },
    { metadata: { namespace: "other" }, charges, charge: "observe" },
    { metadata: { namespace: "payments" }, charges, charge: "shadow" },
    { metadata: { namespace: "constructor" }, charges, charge: "operate" },
    { metadata: { namespace: "toString" }, charges, charge: "observe" },
    { metadata: said("operate"), charges, charge: "operate" },
    { metadata: said("shadow", "other"), charges, charge: "shadow" },
    { metadata: said("Operate"), charges: undefined, charge: "observe" },
    { metadata: said(""), charges: undefined, charge: "observe" },
  ] as const)("$metadata → $charge", ({ metadata, charges: given, charge }) => {
    expect(chargeOf(metadata, given)).toBe(charge);
  });

  test.for([
    { metadata: said("Operate"), by: "annotation", says: "Operate" },
    { metadata: { namespace: "payments" }, by: "namespace", says: undefined },
    { metadata: { namespace: "other" }, by: "cluster", says: undefined },
    { metadata: {}, by: "cluster", says: undefined },
  ] as const)("$metadata: said by $by", ({ metadata, by, says }) => {
    expect(chargeSaid(metadata, charges)).toMatchObject({ by, said: says });
  });

  test.for([
    { job: {}, cluster: said("shadow"), charge: "shadow" },
    { job: said("operate"), cluster: said("observe"), charge: "operate" },
    { job: { namespace: "payments" }, cluster: { namespace: "payments" }, charge: "shadow" },
    { job: { namespace: "other" }, cluster: undefined, charge: "observe" },
  ])("a session job $job on $cluster → $charge", ({ job, cluster, charge }) => {
    expect(chargeOf(whoseWord(job, cluster), charges)).toBe(charge);
  });
});

const record = (object: KubernetesObject): string =>
  specRecord((object["spec"] ?? {}) as never, {
    firstDeployment: false,
    job: { state: "running", upgradeMode: "savepoint" },
  });
const atRest = (status: object = {}, spec: object = {}, metadata: object = {}) => {
  const object = application();
  const base = {
    lifecycleState: "STABLE",
    reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: record(object) },
  };
  return readable("FlinkDeployment", {
    ...object,
    metadata: { ...object.metadata, uid: "u", generation: 3, resourceVersion: "1", ...metadata },
    spec: { ...(object["spec"] as object), ...spec },
    status: { ...base, ...status },
  } as KubernetesObject);
};
const at = "2026-01-01T00:00:00Z";
const state = (of: string) => ({ reconciliationStatus: { state: of, lastReconciledSpec: record(application()) } });
const note: ChangeNote = {
  id: "c-1",
  action: "restart",
  by: "ci",
  requestedAt: at,
  at,
  deadline: at,
  from: { generation: 2 },
  to: { generation: 3 },
};

describe("what is under way", () => {
  test.for([
    { of: atRest(), notes: [], told: /^undefined$/u },
    { of: atRest({ fleet: { step: { name: "readiness", since: at } } }), notes: [], told: /^undefined$/u },
    { of: atRest({}, {}, { deletionTimestamp: at, finalizers: ["x"] }), notes: [], told: /being deleted/u },
    {
      of: atRest({
        fleet: { intent: { kind: "deploy", generation: 3, deploymentId: "d", restoreFrom: { kind: "nothing" }, at } },
      }),
      notes: [],
      told: /deployment of generation 3 is announced/u,
    },
    {
      of: atRest({
        fleet: { intent: { kind: "stop", way: "savepoint", from: "DEPLOYED", generation: 3, jobId: "j", at } },
      }),
      notes: [],
      told: /job j is being stopped \(savepoint\)/u,
    },
    { of: atRest({ fleet: { stoppedAt: at } }), notes: [], told: /its job was stopped at 2026/u },
    { of: atRest(state("UPGRADING")), notes: [], told: /an upgrade is under way/u },
    { of: atRest(state("ROLLING_BACK")), notes: [], told: /a rollback is under way/u },
    {
      of: atRest({ fleet: { inPlace: { generation: 3, since: at, announced: [] } } }),
      notes: [],
      told: /without a restart/u,
    },
    { of: atRest({ jobStatus: { savepointInfo: { triggerId: "t" } } }), notes: [], told: /a savepoint is under way/u },
    { of: atRest({ jobStatus: { savepointInfo: { triggerId: "" } } }), notes: [], told: /^undefined$/u },
    {
      of: atRest({ jobStatus: { checkpointInfo: { triggerId: "t" } } }),
      notes: [],
      told: /a checkpoint is under way/u,
    },
    {
      of: atRest({}, { restartNonce: 4 }),
      notes: [],
      told: /generation 3 is not carried out yet: restartNonce : null -> 4$/u,
    },
    {
      of: atRest({ reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: "x" } }),
      notes: [],
      told: /cannot be read/u,
    },
    { of: atRest(), notes: [note], told: /what became of change c-1 \(restart, asked for by ci\)/u },
  ])("$told", ({ of, notes, told }) => {
    expect(String(underWay(of, notes))).toMatch(told);
  });

  test("of a session job is told as of a deployment", () => {
    const object = sessionJob();
    const lastReconciledSpec = record(object);
    const of = (spec: object) =>
      readable("FlinkSessionJob", {
        ...object,
        metadata: { ...object.metadata, uid: "u", generation: 2, resourceVersion: "1" },
        spec: { ...(object["spec"] as object), ...spec },
        status: { reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec } },
      } as KubernetesObject);
    expect(underWay(of({}), [])).toBeUndefined();
    expect(underWay(of({ restartNonce: 1 }), [])).toMatch(/generation 2 is not carried out yet: restartNonce/u);
  });
});

const now = instant(Date.UTC(2026, 0, 1));
const written = (manager: string, ago: number, subresource = "status"): KubernetesObject => {
  const time = rfc3339(later(now, seconds(-ago)));
  const entry = {
    manager,
    operation: "Update",
    subresource,
    time,
    fieldsType: "FieldsV1",
    fieldsV1: { "f:status": {} },
  };
  return {
    apiVersion: "v1",
    kind: "FlinkDeployment",
    metadata: { name: "orders", managedFields: [entry] },
  } as KubernetesObject;
};

test.for([
  { object: written("okhttp", 20), told: /^okhttp has written its status at 2025-12-31T23:59:40/u },
  { object: written("okhttp", 61), told: /^undefined$/u },
  { object: written("flink-fleet", 5), told: /^undefined$/u },
  { object: written("kubectl-edit", 5, ""), told: /^undefined$/u },
])("another writer of status: $told", ({ object, told }) => {
  expect(String(otherWriter(object, now))).toMatch(told);
});

const deployment = (spec: object, env: readonly object[] = []): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "op", namespace: "flink" },
  spec: { template: { spec: { containers: [{ name: "op", env }] } }, ...spec },
});
const config = (...lines: readonly string[]): KubernetesObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "flink-operator-config" },
  data: { "flink-conf.yaml": lines.join("\n") },
});

test.for([
  { of: deployment({}), with: undefined, watches: true },
  { of: deployment({ replicas: 0 }), with: undefined, watches: undefined },
  { of: deployment({}), with: config("kubernetes.operator.watched.namespaces: other, payments # two"), watches: true },
  { of: deployment({}), with: config("kubernetes.operator.watched.namespaces: other"), watches: false },
  { of: deployment({}), with: config("kubernetes.operator.watched.namespaces: JOSDK_ALL_NAMESPACES"), watches: true },
  {
    of: deployment({}, [{ name: "WATCH_NAMESPACES", value: "other" }]),
    with: config("kubernetes.operator.watched.namespaces: payments"),
    watches: false,
  },
  { of: deployment({}, [{ name: "WATCH_NAMESPACES", value: "" }]), with: undefined, watches: true },
])("an Apache operator with $of.spec.replicas replicas watches: $watches", ({ of, with: given, watches }) => {
  const found = apacheOperator(of, given);
  expect(found && watchesNamespace(found, "payments")).toBe(watches);
});

test("an Apache operator's label selector is read as it is written", () => {
  const found = apacheOperator(deployment({}), config('kubernetes.operator.label.selector: "team in (a, b)"'));
  expect(found?.labelSelector).toBe("team in (a, b)");
});
