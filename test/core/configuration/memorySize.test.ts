import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memorySize, memoryText, multiplied } from "../../../lib/core/configuration/memorySize.ts";
import { quantity } from "../../../lib/core/configuration/quantity.ts";
import { resourceMemory } from "../../../lib/core/configuration/resourceMemory.ts";

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const bytesOf = (answer: { kind: string; value?: number }): number | undefined => answer.value;

describe("a size in Flink's syntax", () => {
  test.for([
    ["1", 1],
    ["0", 0],
    ["7b", 7],
    ["7 bytes", 7],
    ["2k", 2048],
    ["2 kb", 2048],
    ["2KiBiBytes", 2048],
    ["2048m", 2048 * MiB],
    ["2048 MB", 2048 * MiB],
    ["1 mebibytes", MiB],
    ["2g", 2 * GiB],
    ["2 gb", 2 * GiB],
    ["2 gibibytes", 2 * GiB],
    ["1t", 1024 * GiB],
    ["1 tb", 1024 * GiB],
    [" 1 tebibytes ", 1024 * GiB],
    ["2Gi", undefined],
    ["1.5g", undefined],
    ["-1g", undefined],
    ["g", undefined],
    ["", undefined],
    ["1 constructor", undefined],
    ["9999999999t", undefined],
  ] as const)("%s", ([text, bytes]) => {
    expect(bytesOf(memorySize(text))).toBe(bytes);
  });

  test.for([
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1024, "1 kb"],
    [1600 * MiB, "1600 mb"],
    [2048 * MiB, "2 gb"],
    [1024 * GiB, "1024 gb"],
  ] as const)("%i bytes are written as %s", ([bytes, text]) => {
    expect(memoryText(bytes)).toBe(text);
  });

  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(bytesOf(memorySize(memoryText(bytes)))).toBe(bytes);
      }),
    );
  });

  test.for([
    [1000, 0.5, 500],
    // 0.1f as Java widens it: 0.10000000149011612
    [2 * GiB, Math.fround(0.1), 214_748_368],
    [3, 0.999, 2],
    [10, 2, 20],
    [1e9, 1e-7, 100],
    [7 * GiB, 0, 0],
  ] as const)("%i × %d, cut, is %i", ([bytes, factor, product]) => {
    expect(multiplied(bytes, factor)).toBe(product);
  });
});

describe("memory of the resource", () => {
  test.for([
    ["2048m", 2048 * MiB],
    ["2g", 2 * GiB],
    ["2G", 2 * GiB],
    ["2gb", 2 * GiB],
    ["1024", 1024],
    ["2Gi", 2 * GiB],
    ["2gi", 2 * GiB],
    ["2GiB", 2 * GiB],
    ["1.5Gi", 1.5 * GiB],
    ["1.5G", 1.5e9],
    ["1.5gb", 1.5e9],
    ["1.5m", 1.5e6],
    ["512Mi", 512 * MiB],
    ["1e9", 1e9],
    [" 1Ki ", 1024],
    ["much", undefined],
    ["", undefined],
    ["-1Gi", undefined],
    ["1XGi", undefined],
  ] as const)("%s", ([text, bytes]) => {
    expect(bytesOf(resourceMemory(text))).toBe(bytes);
  });

  test("a number is bytes", () => {
    expect(resourceMemory(1024)).toStrictEqual({ kind: "value", value: 1024 });
  });

  test("what is wrong is named, with what would be right", () => {
    expect(resourceMemory("2 Gigs")).toStrictEqual({
      kind: "problem",
      because: "'2 Gigs' is not a memory size: write it as 2048m, 2g or 2Gi",
    });
  });
});

test.for([
  ["500m", 0.5],
  ["2", 2],
  [2, 2],
  ["1.0", 1],
  ["1.0E-4", 0.0001],
  ["1e3", 1000],
  [".5", 0.5],
  ["1Ki", 1024],
  ["1Pi", 2 ** 50],
  ["3n", 3e-9],
  ["+1", 1],
  ["one", undefined],
  ["1 m", undefined],
  ["1mm", undefined],
  ["", undefined],
  [".", undefined],
] as const)("quantity %s", ([text, number]) => {
  const found = quantity(text);
  expect(found && Number(found.toPrecision(16))).toBe(number);
});
