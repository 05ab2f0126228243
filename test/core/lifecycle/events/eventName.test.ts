import { describe, expect, test } from "vitest";
import type { Happening } from "../../../../lib/core/lifecycle/events/happening.ts";
import { eventName } from "../../../../lib/core/lifecycle/events/eventName.ts";
import { javaHashCode } from "../../../../lib/core/lifecycle/events/javaHashCode.ts";

// As Java 17 answers.
test.for([
  ["", 0],
  ["a", 97],
  ["hello", 99_162_322],
  ["Hello World", -862_545_276],
  ["polygenelubricants", -2_147_483_648],
  ["FB", 2236],
  ["Ea", 2236],
  ["é", 233],
  ["😀", 1_772_899],
] as const)("javaHashCode(%j) is %i", ([text, hash]) => {
  expect(javaHashCode(text)).toBe(hash);
});

describe("eventName", () => {
  const involved = {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name: "etl", namespace: "jobs", uid: "u-1" },
  };
  const happening: Happening = {
    type: "Normal",
    reason: "Submit",
    component: "JobManagerDeployment",
    message: "Starting deployment",
  };
  const name = eventName(involved, happening);

  test("component and a number of 31 bits over reason, message, type, kind, name and uid", () => {
    const hash = javaHashCode("SubmitStarting deploymentNormalFlinkDeploymentetlu-1");
    expect(name).toBe(`JobManagerDeployment.${hash & 0x7fffffff}`);
    expect(name).toMatch(/^JobManagerDeployment\.\d+$/);
  });

  test("a negative hash loses its sign bit, not its sign", () => {
    const cancels = { kind: "", metadata: { name: "", namespace: "", uid: "" }, apiVersion: "" };
    const empty = { type: "Normal", reason: "", component: "Job", message: "" } as const;
    expect(javaHashCode("Hello WorldNormal")).toBeLessThan(0);
    expect(eventName(cancels, { ...empty, reason: "Hello World" })).toBe(
      `Job.${javaHashCode("Hello WorldNormal") + 2 ** 31}`,
    );
  });

  test.for([
    ["reason", { ...happening, reason: "Suspended" }],
    ["type", { ...happening, type: "Warning" as const }],
    ["message", { ...happening, message: "Starting" }],
    ["component", { ...happening, component: "Job" as const }],
    ["key", { ...happening, key: "SpecChange: 2" }],
  ] as const)("another %s, another event", ([, other]) => {
    expect(eventName(involved, other)).not.toBe(name);
  });

  test.for([
    ["kind", { ...involved, kind: "FlinkSessionJob" }],
    ["name", { ...involved, metadata: { ...involved.metadata, name: "elt" } }],
    ["uid", { ...involved, metadata: { ...involved.metadata, uid: "u-2" } }],
  ] as const)("another %s of the resource, another event", ([, other]) => {
    expect(eventName(other, happening)).not.toBe(name);
  });

  test("a key stands in for the message", () => {
    const keyed = { ...happening, key: "SpecChange: 2" };
    expect(eventName(involved, { ...keyed, message: "other" })).toBe(eventName(involved, keyed));
  });
});
