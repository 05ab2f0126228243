import { describe, expect, test } from "vitest";
import { comparedData } from "../../../lib/core/drift/comparedData.ts";
import { isOptionFile, optionLines } from "../../../lib/core/drift/optionLines.ts";
import { pathText } from "../../../lib/core/drift/path.ts";

describe("options of a file", () => {
  test.for<readonly [string, string, Readonly<Record<string, string>>]>([
    ["flink-conf.yaml", "a.b: c: d\ne: f\n", { "a.b": "c: d", e: "f" }],
    ["config.yaml", '"a.b": "c"\n"d:e": ["f", "g"]\n', { "a.b": "c", "d:e": '["f", "g"]' }],
    ["single quotes", "'a': 'b'", { a: "b" }],
    ["comments and empty lines", "# a: b\n\n  # c\nd: e", { d: "e" }],
    ["the last of one name", "a: b\na: c\n", { a: "c" }],
    ["nested", "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n", { "a.b.c": "1", "a.d": "2", e: "3" }],
    ["a list", "a:\n  - b\n  - c\n", { a: " - b - c" }],
    ["a value of several lines", "a: |\n  b\n  c\nd: e\n", { a: "| b c", d: "e" }],
    ["an address", "a: b\nhttps://me:planted@example.com\n", { a: "b https://me:planted@example.com" }],
    ["no option at all", "what is this\n", { "": " what is this" }],
    ["an option without a value", "a:\nb: c\n", { b: "c" }],
    ["blanks around it", "a :  b  \n", { a: "b" }],
  ])("%s", ([, text, options]) => {
    expect(Object.fromEntries(optionLines(text))).toStrictEqual(options);
  });

  test("are in Flink's own files only", () => {
    expect(["flink-conf.yaml", "config.yaml", "log4j.yaml"].map(isOptionFile)).toStrictEqual([true, true, false]);
  });
});

describe("files of a ConfigMap", () => {
  const found = (wanted: unknown, live: unknown) =>
    comparedData(wanted, live).map(({ path, ...values }) => [pathText(path), values.wanted, values.found]);

  test("the options that differ, with their values", () => {
    const wanted = { "config.yaml": "a: 1\nb: 2\nc: 3\n" };
    expect(found(wanted, { "config.yaml": "c: 4\nb: 2\nd: 5\n" })).toStrictEqual([
      ["/data/config.yaml/a", "1", undefined],
      ["/data/config.yaml/c", "3", "4"],
      ["/data/config.yaml/d", undefined, "5"],
    ]);
  });

  test("of other files how long they are", () => {
    expect(found({ "log4j.properties": "a=1\nb=2\n" }, { "log4j.properties": "a=1\n" })).toStrictEqual([
      ["/data/log4j.properties", "2 lines", "1 lines"],
    ]);
  });

  test.for([undefined, {}, { other: "x" }])("a file that is missing in %j", (live) => {
    expect(found({ "config.yaml": "a: 1\n" }, live)).toStrictEqual([["/data/config.yaml", "1 lines", undefined]]);
  });

  test("nothing where none is wanted", () => {
    expect(found(undefined, { "config.yaml": "a: 1\n" })).toStrictEqual([]);
  });
});
