import { expect, test } from "vitest";
import type { PlannedObject, ResourcePlan } from "../../../lib/api/plan.ts";
import { movedSince } from "../../../lib/core/planning/moved.ts";
import { aPlan } from "./support/aPlan.ts";

const planned = aPlan({ server: "https://one" });
const seen = { uid: "u1", resourceVersion: "7", generation: 2 };
const state = { from: "savepoint", path: "s3://state/savepoint-1", moves: false } as const;
const object: PlannedObject = { object: "Service default/orders-rest", does: "change", changes: [], collapsed: 0 };
const change = { path: "/spec/type", from: "ClusterIP" };

interface Case {
  readonly when: string;
  readonly was?: Partial<ResourcePlan>;
  readonly now: Partial<ResourcePlan>;
  readonly told: readonly string[];
}

const cases: readonly Case[] = [
  { when: "nothing has changed", now: {}, told: [] },
  {
    when: "only status was written, to it and to what it rests on",
    now: {
      seen: { ...seen, resourceVersion: "99", fields: { "/spec/image": "aaa", "/spec/mode": "bbb" } },
      rests: { "Deployment default/orders": { resourceVersion: "99", digest: "ccc" } },
    },
    told: [],
  },
  {
    when: "fields and objects are told in another order",
    was: { rests: { a: { resourceVersion: "1", digest: "1" }, b: { resourceVersion: "1", digest: "2" } } },
    now: {
      seen: { ...seen, fields: { "/spec/mode": "bbb", "/spec/image": "aaa" } },
      rests: { b: { resourceVersion: "1", digest: "2" }, a: { resourceVersion: "1", digest: "1" } },
    },
    told: [],
  },
  {
    when: "fields were changed, added and removed",
    now: { seen: { ...seen, fields: { "/spec/image": "ddd", "/spec/job": "eee" } } },
    told: ["/spec/image: a value, now another", "/spec/job: not set, now a value", "/spec/mode: a value, now not set"],
  },
  {
    when: "it was deleted and made anew",
    now: { seen: { ...seen, uid: "u2", fields: { "/spec/image": "aaa", "/spec/mode": "bbb" } } },
    told: ["uid: u1, now u2"],
  },
  {
    when: "somebody has made it",
    was: { seen: undefined },
    now: { seen: planned.seen },
    told: ["resource: not there, now there"],
  },
  { when: "it is gone", now: { seen: undefined }, told: ["resource: there, now not there"] },
  { when: "it is another cluster", now: { server: "https://two" }, told: ["API server: https://one, now https://two"] },
  { when: "it comes to something else", now: { effect: "inPlace" }, told: ["effect: restart, now inPlace"] },
  {
    when: "what it rests on has changed, come and gone",
    was: { rests: { a: { resourceVersion: "1", digest: "1" }, b: { resourceVersion: "1", digest: "1" } } },
    now: { rests: { a: { resourceVersion: "1", digest: "2" }, c: { resourceVersion: "1", digest: "1" } } },
    told: ["a: there, now changed", "b: there, now not there", "c: not there, now there"],
  },
  {
    when: "it would start from another savepoint",
    was: { state },
    now: { state: { ...state, path: "s3://state/savepoint-2" } },
    told: ["state to start from: savepoint s3://state/savepoint-1, now savepoint s3://state/savepoint-2"],
  },
  {
    when: "its state goes on while it runs",
    was: { state: { from: "lastState", path: "s3://state/chk-1", moves: true } },
    now: { state: { from: "lastState", path: "s3://state/chk-9", moves: true } },
    told: [],
  },
  {
    when: "its job has ended, and its state goes on no more",
    was: { state: { from: "newSavepoint", moves: true } },
    now: { state },
    told: ["state to start from: newSavepoint, now savepoint s3://state/savepoint-1"],
  },
  {
    when: "nothing is started any more",
    was: { state },
    now: { state: undefined },
    told: ["state to start from: savepoint s3://state/savepoint-1, now nothing"],
  },
  {
    when: "something blocks it",
    now: { blocked: [{ reason: "Waiting", message: "for a pod" }] },
    told: ["what blocks it: nothing, now Waiting: for a pod"],
  },
  {
    when: "a field of an object would become something else",
    was: { objects: [{ ...object, changes: [{ ...change, to: "NodePort" }] }] },
    now: { objects: [{ ...object, changes: [{ ...change, to: "LoadBalancer" }] }] },
    told: ["Service default/orders-rest /spec/type: ClusterIP → NodePort, now ClusterIP → LoadBalancer"],
  },
  {
    when: "an object would be made anew",
    was: { objects: [object] },
    now: { objects: [{ ...object, does: "replace" }] },
    told: ["Service default/orders-rest: change, now replace"],
  },
  {
    when: "more is written",
    now: {
      writes: [
        { verb: "create", object: "Deployment default/orders" },
        { verb: "create", object: "Deployment default/orders" },
        { verb: "cancel", object: "Flink default/orders" },
      ],
    },
    told: ["create Deployment default/orders: once, now 2 times", "cancel Flink default/orders: 0 times, now once"],
  },
];

test.for(cases)("$when", ({ was, now, told }) => {
  const before = { ...planned, ...was };
  const moved = movedSince(before, { ...before, ...now });
  expect(moved.map((one) => `${one.what}: ${one.planned}, now ${one.now}`)).toEqual(told);
});
