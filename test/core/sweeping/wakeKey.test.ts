import { expect, test } from "vitest";
import { wakeKey } from "../../../lib/core/sweeping/wakeKey.ts";

const resource = { kind: "FlinkDeployment", namespace: "n", name: "x" };

test("the order of fields, fields that say nothing, and since when it is asked for make no difference", () => {
  const { kind, namespace, name } = resource;
  const other = { part: undefined, resource: { name, namespace, kind }, spoke: "a" };
  expect(wakeKey(other)).toBe(wakeKey({ spoke: "a", resource }));
  expect(wakeKey({ ...other, since: 1 })).toBe(wakeKey({ ...other, since: 2 }));
});

test("every field makes a difference", () => {
  const wakes = [
    { spoke: "a" },
    { spoke: "b" },
    { spoke: "a", resource },
    { spoke: "a", resource: { ...resource, kind: "FlinkSessionJob" } },
    { spoke: "a", resource: { ...resource, name: "y" } },
    { spoke: "a", resource: { ...resource, namespace: "m" } },
    { spoke: "a", namespaces: ["m"] },
    { spoke: "a", namespaces: ["m", "n"] },
    { spoke: "a", namespaces: ["m,n"] },
    { spoke: "a", namespaces: ["m"], part: { index: 0, of: 2 } },
    { spoke: "a", namespaces: ["m"], part: { index: 1, of: 2 } },
  ];
  expect(new Set(wakes.map(wakeKey)).size).toBe(wakes.length);
});
