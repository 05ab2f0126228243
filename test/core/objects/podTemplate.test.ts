import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergedTemplate } from "../../../lib/core/objects/podTemplate.ts";

describe("mergedTemplate", () => {
  const common = {
    spec: { containers: [{ name: "a", env: [{ name: "X", value: "1" }] }, { name: "b" }], nodeName: "n" },
  };

  test.for([
    { when: "nothing special", special: {}, byName: false, is: common },
    {
      when: "a field",
      special: { spec: { nodeName: "m" } },
      byName: false,
      is: { spec: { ...common.spec, nodeName: "m" } },
    },
    {
      when: "by index",
      special: { spec: { containers: [{ name: "b", image: "i" }] } },
      byName: false,
      is: {
        spec: {
          containers: [{ name: "b", image: "i", env: [{ name: "X", value: "1" }] }, { name: "b" }],
          nodeName: "n",
        },
      },
    },
    {
      when: "by index, longer",
      special: { spec: { containers: [{}, {}, { name: "c" }] } },
      byName: false,
      is: { spec: { containers: [...common.spec.containers, { name: "c" }], nodeName: "n" } },
    },
    {
      when: "by name",
      special: { spec: { containers: [{ name: "b", image: "i" }, { name: "c" }] } },
      byName: true,
      is: {
        spec: { containers: [common.spec.containers[0], { name: "b", image: "i" }, { name: "c" }], nodeName: "n" },
      },
    },
    {
      when: "by name, in depth",
      special: { spec: { containers: [{ name: "a", env: [{ name: "Y", value: "2" }] }] } },
      byName: true,
      is: {
        spec: {
          containers: [
            {
              name: "a",
              env: [
                { name: "X", value: "1" },
                { name: "Y", value: "2" },
              ],
            },
            { name: "b" },
          ],
          nodeName: "n",
        },
      },
    },
    {
      when: "by index when one has no name",
      special: { spec: { containers: [{ image: "i" }] } },
      byName: true,
      is: { spec: { containers: [{ ...common.spec.containers[0], image: "i" }, { name: "b" }], nodeName: "n" } },
    },
    { when: "a list in place of a map", special: { spec: [] }, byName: false, is: { spec: [] } },
  ])("$when", ({ special, byName, is }) => {
    expect(mergedTemplate(common, special, byName)).toStrictEqual(is);
  });

  const json = fc.object({ maxDepth: 3, values: [fc.string(), fc.integer(), fc.boolean()] }) as fc.Arbitrary<
    Record<string, unknown>
  >;

  test("a template merged with itself or with nothing stays as it is", () => {
    fc.assert(
      fc.property(json, fc.boolean(), (template, byName) => {
        expect(mergedTemplate(template, {}, byName)).toEqual(template);
        expect(mergedTemplate({}, template, byName)).toEqual(template);
        expect(mergedTemplate(template, template, false)).toEqual(template);
      }),
    );
  });
});
