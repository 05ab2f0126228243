import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattened } from "../../../lib/core/configuration/flinkConfiguration.ts";
import { mapList } from "../../../lib/core/configuration/textLists.ts";

describe("flattened", () => {
  test.for([
    { when: "flat", yaml: { "a.b": "1" }, flat: { "a.b": "1" } },
    { when: "nested", yaml: { a: { b: { c: "1" } } }, flat: { "a.b.c": "1" } },
    { when: "mixed", yaml: { "a.b": { c: 1, "d.e": true } }, flat: { "a.b.c": "1", "a.b.d.e": "true" } },
    { when: "a list", yaml: { a: ["x", 2, false] }, flat: { a: "x;2;false" } },
    {
      when: "a list whose elements need quotes",
      yaml: { a: ["x;y", "it's", "z", ""] },
      flat: { a: "'x;y';'it''s';z;''" },
    },
    { when: "an empty list", yaml: { a: [] }, flat: { a: "" } },
    { when: "a list with an empty entry", yaml: { a: [null, "x"] }, flat: { a: "'';x" } },
    { when: "no value", yaml: { a: null, b: undefined, c: {}, d: "" }, flat: { d: "" } },
    { when: "one key in two spellings", yaml: { "a.b": "1", a: { b: "2" } }, flat: { "a.b": "2" } },
    { when: "a number", yaml: { a: 0.5, b: 1e21 }, flat: { a: "0.5", b: "1e+21" } },
  ])("$when", ({ yaml, flat }) => {
    expect(flattened(yaml)).toStrictEqual(flat);
  });

  test("a list of maps can be read as one", () => {
    const { a = "" } = flattened({
      a: [
        { key: "k", url: "s3://b" },
        { key: 2, none: null },
      ],
    });
    expect(mapList(a)).toStrictEqual([
      { key: "k", url: "s3://b" },
      { key: "2", none: "" },
    ]);
    expect(flattened({ a: [{ key: "k", effect: "NoSchedule" }] })).toStrictEqual({ a: "key:k,effect:NoSchedule" });
  });

  test("what is flat already stays as it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (flat) => {
        expect(flattened(flat)).toStrictEqual({ ...flat });
      }),
    );
  });

  test("nesting makes no difference", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string()),
        fc.stringMatching(/^[a-z]{1,5}$/),
        (map, key) => {
          const dotted = Object.fromEntries(Object.entries(map).map(([name, text]) => [`${key}.${name}`, text]));
          expect(flattened({ [key]: map })).toStrictEqual(flattened(dotted));
        },
      ),
    );
  });
});
