import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlinkVersion } from "../../../lib/api/resources/common.ts";
import { jobManagerMemory } from "../../../lib/core/configuration/jobManagerMemory.ts";
import { answered } from "../../../lib/core/configuration/memoryOptions.ts";
import { taskManagerMemory } from "../../../lib/core/configuration/taskManagerMemory.ts";

const MiB = 2 ** 20;
const m = (of: Readonly<Record<string, string>>, prefix: string) =>
  Object.fromEntries(Object.entries(of).map(([key, text]) => [`${prefix}.memory.${key}`, text]));
const found = (answer: ReturnType<typeof jobManagerMemory>): number | string =>
  answer.kind === "value" ? answer.value : answer.because;

/** Sums are worked out by hand from the rules of JobManagerProcessUtils and TaskExecutorProcessUtils. */
describe("JobManager", () => {
  test.for([
    { when: "process size", of: { "process.size": "1600m" }, is: 1600 * MiB },
    { when: "process size in bytes", of: { "process.size": "1700000001" }, is: 1_700_000_001 },
    { when: "Flink size: overhead at its least", of: { "flink.size": "1g" }, is: (1024 + 256 + 192) * MiB },
    {
      when: "Flink size: overhead a ninth of the rest",
      of: { "flink.size": "4g" },
      is: 4352 * MiB + Math.floor(4352 * MiB * (Math.fround(0.1) / (1 - Math.fround(0.1)))),
    },
    { when: "Flink size: overhead at its most", of: { "flink.size": "40g" }, is: (40 * 1024 + 256 + 1024) * MiB },
    { when: "heap", of: { "heap.size": "1g" }, is: (1024 + 128 + 256 + 192) * MiB },
    { when: "heap and off-heap", of: { "heap.size": "1g", "off-heap.size": "1m" }, is: (1024 + 1 + 256 + 192) * MiB },
    {
      when: "heap within Flink size",
      of: { "heap.size": "1g", "flink.size": "2g" },
      is: (2048 + 256 + 256) * MiB,
    },
    { when: "metaspace", of: { "flink.size": "1g", "jvm-metaspace.size": "1m" }, is: (1024 + 1 + 192) * MiB },
    { when: "Flink and process size", of: { "flink.size": "1g", "process.size": "1600m" }, is: 1600 * MiB },
    {
      when: "no overhead",
      of: { "flink.size": "1g", "jvm-overhead.min": "0", "jvm-overhead.fraction": "0" },
      is: 1280 * MiB,
    },
  ])("$when", ({ of, is }) => {
    const bytes = found(jobManagerMemory(m(of, "jobmanager")));
    expect(typeof bytes).toBe("number");
    expect(Math.abs(Number(bytes) - is)).toBeLessThan(1000);
  });

  test.for([
    {
      when: "nothing",
      of: {},
      because: "neither jobmanager.memory.process.size nor jobmanager.memory.flink.size is set",
    },
    {
      when: "no size",
      of: { "process.size": "2Gi" },
      because:
        "jobmanager.memory.process.size: '2Gi' is not a memory size: write a whole number and one of b, k, m, g, t, such as 2048m or 2g",
    },
    {
      when: "process too small",
      of: { "process.size": "400m" },
      because: "jobmanager.memory.process.size (400 mb) is less than metaspace and JVM overhead need (448 mb)",
    },
    {
      when: "no heap left",
      of: { "process.size": "576m" },
      because: "jobmanager.memory leaves no heap: 128 mb for Flink, of which off-heap.size takes 128 mb",
    },
    {
      when: "parts that are not the sum",
      of: { "heap.size": "1g", "off-heap.size": "1m", "flink.size": "2g" },
      because: "jobmanager.memory.flink.size (2 gb) is not what heap.size (1 gb) and off-heap.size add up to",
    },
    {
      when: "heap larger than all",
      of: { "heap.size": "3g", "flink.size": "2g" },
      because: "jobmanager.memory.flink.size (2 gb) is not what heap.size (3 gb) and off-heap.size add up to",
    },
    {
      when: "overhead too small for its range",
      of: { "flink.size": "1g", "process.size": "1300m" },
      because:
        "what the other sizes leave for jobmanager.memory.jvm-overhead (20971520 bytes) is not between its min (192 mb) and max (1 gb)",
    },
    {
      when: "overhead too large for its range",
      of: { "flink.size": "1g", "process.size": "9g" },
      because:
        "what the other sizes leave for jobmanager.memory.jvm-overhead (8321499136 bytes) is not between its min (192 mb) and max (1 gb)",
    },
    {
      when: "a range upside down",
      of: { "process.size": "2g", "jvm-overhead.min": "2g" },
      because: "jobmanager.memory.jvm-overhead.min (2 gb) is more than jobmanager.memory.jvm-overhead.max (1 gb)",
    },
    {
      when: "no fraction",
      of: { "process.size": "2g", "jvm-overhead.fraction": "10%" },
      because: "jobmanager.memory.jvm-overhead.fraction: '10%' is not a fraction: it must be at least 0 and below 1",
    },
    {
      when: "a fraction of all",
      of: { "process.size": "2g", "jvm-overhead.fraction": "1" },
      because: "jobmanager.memory.jvm-overhead.fraction: '1' is not a fraction: it must be at least 0 and below 1",
    },
    {
      when: "a fraction below none",
      of: { "process.size": "2g", "jvm-overhead.fraction": "-0.1" },
      because: "jobmanager.memory.jvm-overhead.fraction: '-0.1' is not a fraction: it must be at least 0 and below 1",
    },
  ])("refused: $when", ({ of, because }) => {
    expect(found(jobManagerMemory(m(of, "jobmanager")))).toBe(because);
  });
});

describe("TaskManager", () => {
  test.for([
    { when: "process size", of: { "process.size": "1728m" }, is: 1728 * MiB },
    { when: "Flink size", of: { "flink.size": "1280m" }, is: (1280 + 256 + 192) * MiB },
    // 128 + 128 + 256 + 256 without network; of that a ninth is 85.3 MiB
    {
      when: "task heap and managed",
      of: { "task.heap.size": "256m", "managed.size": "256m" },
      is: (768 + 85.33333 + 256 + 192) * MiB,
    },
    {
      when: "task heap and managed, network at its least",
      of: { "task.heap.size": "100m", "managed.size": "0" },
      is: (356 + 64 + 256 + 192) * MiB,
    },
    {
      when: "task heap and managed within Flink size",
      of: { "task.heap.size": "256m", "managed.size": "256m", "flink.size": "1g" },
      is: (1024 + 256 + 192) * MiB,
    },
    {
      when: "task heap alone, with Flink size",
      of: { "task.heap.size": "256m", "flink.size": "1g" },
      is: (1024 + 256 + 192) * MiB,
    },
    { when: "managed alone, with process size", of: { "managed.size": "0", "process.size": "1g" }, is: 1024 * MiB },
    { when: "off-heap of tasks", of: { "task.off-heap.size": "128m", "process.size": "2g" }, is: 2048 * MiB },
  ])("$when", ({ of, is }) => {
    const bytes = found(taskManagerMemory(m(of, "taskmanager"), "v1_20"));
    expect(typeof bytes).toBe("number");
    expect(Math.abs(Number(bytes) - is)).toBeLessThan(1000);
  });

  test.for([
    {
      when: "nothing",
      of: {},
      because: "neither taskmanager.memory.process.size nor taskmanager.memory.flink.size is set",
    },
    {
      when: "parts larger than the whole",
      of: { "flink.size": "300m" },
      because: "taskmanager.memory: the parts of Flink's memory add up to",
    },
    {
      when: "task heap larger than the whole",
      of: { "flink.size": "1g", "task.heap.size": "1g" },
      because: "taskmanager.memory: the parts of Flink's memory add up to",
    },
    {
      when: "fine-grained parts larger than the whole",
      of: { "flink.size": "1g", "task.heap.size": "1g", "managed.size": "1g" },
      because:
        "taskmanager.memory: the parts of Flink's memory add up to 2304 mb, which is more than the 1 gb there are",
    },
    {
      when: "too little left for the network",
      of: { "flink.size": "1g", "task.heap.size": "700m", "managed.size": "20m" },
      because:
        "what the other sizes leave for taskmanager.memory.network (50331648 bytes) is not between its min (64 mb)",
    },
  ])("refused: $when", ({ of, because }) => {
    expect(found(taskManagerMemory(m(of, "taskmanager"), "v1_20"))).toContain(because);
  });

  test.for([
    ["v1_11", false],
    ["v1_16", false],
    ["v1_17", true],
    ["v2_3", true],
  ] as const)("%s: 2 GiB of network are %s", ([version, fine]: readonly [FlinkVersion, boolean]) => {
    const of = m({ "flink.size": "4g", "task.heap.size": "1g", "managed.size": "768m" }, "taskmanager");
    expect(taskManagerMemory(of, version).kind).toBe(fine ? "value" : "problem");
  });
});

test("a process size that is accepted is what the container gets", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64 * 1024 }), (size) => {
      const answer = jobManagerMemory({ "jobmanager.memory.process.size": `${size}m` });
      expect(answer).toMatchObject(size > 576 ? { kind: "value", value: size * MiB } : { kind: "problem" });
    }),
  );
});

test("a fraction is a Java float: one byte matters", () => {
  expect(jobManagerMemory({ "jobmanager.memory.flink.size": "4g" })).toStrictEqual({
    kind: "value",
    value: 5070447510,
  });
});

test("a fault that is not about memory is not swallowed", () => {
  expect(() =>
    answered(() => {
      throw new TypeError("x");
    }),
  ).toThrow(TypeError);
});
