import fc from "fast-check";
import { expect, test } from "vitest";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { readResource } from "../../lib/api/read.ts";
import { yamlSource } from "../../lib/api/yamlSource.ts";

const kind = fc.constantFrom("FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot", "FlinkBlueGreenDeployment");
const envelope = {
  apiVersion: "flink.apache.org/v1beta1",
  metadata: { name: "a", namespace: "b", uid: "", resourceVersion: "" },
};

test("reading a resource ends in a value or in problems, whatever it holds", () => {
  fc.assert(
    fc.property(kind, fc.jsonValue(), fc.jsonValue(), (of, spec, status) => {
      const read = readResource({ ...envelope, kind: of, spec, status });
      const found = read.kind === "valid" ? read.value.kind : read.problems.length;
      expect(found === of || Number(found) > 0).toBe(true);
    }),
  );
});

test("reading twice is reading once: what was read can be read again, and is the same", () => {
  const job = fc.record(
    {
      jarURI: fc.string(),
      parallelism: fc.nat(),
      args: fc.array(fc.string()),
      state: fc.constantFrom("running", "suspended"),
      restartNonce: fc.maxSafeInteger(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.option(job), fc.option(fc.dictionary(fc.string(), fc.jsonValue())), (wanted, flinkConfiguration) => {
      const once = readResource({ ...envelope, kind: "FlinkDeployment", spec: { job: wanted, flinkConfiguration } });
      expect(once.kind === "valid" && readResource(once.value)).toEqual(once);
    }),
  );
});

test("every message of a fleet file has a place inside the file", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (content, flow) => {
      const text = JSON.stringify({ clusters: content, discovery: content }, null, flow ? undefined : 2);
      const read = readFleet(text, "f");
      const lines = read.kind === "valid" ? [] : read.messages.map((message) => Number(message.split(":")[1]));
      for (const line of lines) expect(text.split("\n")[line - 1]).toBeDefined();
    }),
  );
});

test.for([
  { of: "a value", path: ["a", "b", 1], place: { line: 2, column: 10 } },
  { of: "a field that is missing", path: ["a", "c"], place: { line: 1, column: 1 } },
  { of: "a field without a value", path: ["d"], place: { line: 3, column: 1 } },
  { of: "a missing field of a list's entry", path: ["a", "b", 0, "x"], place: { line: 2, column: 3 } },
  { of: "the whole", path: [], place: { line: 1, column: 1 } },
])("$of is found", ({ path, place }) => {
  expect(yamlSource("a:\n  b: [1, 2]\nd:\n").place(path)).toEqual(place);
});
