import { expect, test } from "vitest";
import { flatKeys } from "../../../lib/core/decisions/flatKeys.ts";

test("holds nothing but plain values, and nothing that is undefined", () => {
  const flat = flatKeys({
    a: 1,
    gone: undefined,
    none: null,
    list: ["x", 2],
    empty: {},
    deep: { er: { still: true } },
  });
  expect(flat).toEqual({ a: 1, none: null, list: "x, 2", "deep.er.still": true });
});
