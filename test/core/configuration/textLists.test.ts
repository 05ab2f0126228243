import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listElements, listText, mapEntries, mapList, mapText } from "../../../lib/core/configuration/textLists.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", ";", ",", ":", "'", '"', " ", "/", "é"), maxLength: 8 });

describe("lists and maps as text", () => {
  test.for([
    { text: "a;b", elements: ["a", "b"] },
    { text: " a ; b;", elements: ["a", "b"] },
    { text: "'a;b';c", elements: ["a;b", "c"] },
    { text: '"a;b";c', elements: ["a;b", "c"] },
    { text: "'it''s';''", elements: ["it's", ""] },
    { text: "it's;fine", elements: ["it's", "fine"] },
    { text: "", elements: [] },
    { text: "'", elements: ["'"] },
  ])("list $text", ({ text, elements }) => {
    expect(listElements(text)).toStrictEqual(elements);
  });

  test.for([
    { text: "a:1,b:2", entries: { a: "1", b: "2" } },
    { text: "'a:''x:y,z'''", entries: { a: "x:y,z" } },
    { text: "a:'x:y',b:1", entries: { a: "x:y", b: "1" } },
    { text: "'a:b':1", entries: { "a:b": "1" } },
    { text: "url:http://x", entries: { url: "http://x" } },
    { text: "a,b:2", entries: { b: "2" } },
    { text: "", entries: {} },
  ])("map $text", ({ text, entries }) => {
    expect(mapEntries(text)).toStrictEqual(entries);
  });

  test("list of maps", () => {
    expect(mapList("key:a,effect:NoSchedule;key:b")).toStrictEqual([{ key: "a", effect: "NoSchedule" }, { key: "b" }]);
  });

  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.array(word), (elements) => {
        expect(listElements(listText(elements))).toStrictEqual(elements);
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(word, word, { noNullPrototype: true }), (entries) => {
        expect(mapEntries(mapText(entries))).toStrictEqual(entries);
      }),
    );
  });

  test("what needs no quotes gets none", () => {
    expect(listText(["--input", "s3://a/b", "x=1"])).toBe("--input;s3://a/b;x=1");
    expect(mapText({ a: "1", "b/c": "d" })).toBe("a:1,b/c:d");
  });
});
