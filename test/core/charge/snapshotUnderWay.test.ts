import { expect, test } from "vitest";
import { snapshotUnderWay } from "../../../lib/core/charge/snapshotUnderWay.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { readable } from "../../../lib/shell/readable.ts";

const intent = { kind: "snapshot", jobId: "a".repeat(32), at: "2026-01-01T00:00:00Z" };
const snapshot = (jobReference: object, status: object) =>
  readable("FlinkStateSnapshot", {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { name: "nightly", namespace: "default", uid: "u", generation: 1, resourceVersion: "1" },
    spec: { jobReference, savepoint: {} },
    status,
  } as KubernetesObject);
const orders = { kind: "FlinkDeployment", name: "orders" } as const;
const begun = { state: "IN_PROGRESS" };

test.for([
  { what: "begun", of: orders, status: begun, was: "operate", is: true },
  { what: "announced by us, and left", of: orders, status: { ...begun, fleet: { intent } }, was: "observe", is: true },
  { what: "begun by somebody else", of: orders, status: begun, was: "observe", is: false },
  { what: "not begun", of: orders, status: { state: "TRIGGER_PENDING" }, was: "operate", is: false },
  { what: "complete", of: orders, status: { state: "COMPLETED", fleet: { intent } }, was: "operate", is: false },
  { what: "of a kind that is left out", of: { name: "orders" }, status: begun, was: "operate", is: true },
  { what: "of another", of: { ...orders, name: "clicks" }, status: begun, was: "operate", is: false },
  {
    what: "of a session job of that name",
    of: { kind: "FlinkSessionJob", name: "orders" },
    status: begun,
    was: "operate",
    is: false,
  },
] as const)("a snapshot $what, in $was: $is", ({ of, status, was, is }) => {
  expect(snapshotUnderWay([snapshot(of, status)], { ...orders, was })).toBe(
    is ? "FlinkStateSnapshot nightly is under way" : undefined,
  );
});
