import { describe, expect, test } from "vitest";
import { overBudget } from "../../infra/sizeBudget.ts";

const sizes = {
  outputs: {
    "dist/sweep.mjs": {
      bytes: 1_500_000,
      inputs: {
        "node_modules/@kubernetes/client-node/dist/a.js": { bytesInOutput: 400_000 },
        "node_modules/@kubernetes/client-node/dist/b.js": { bytesInOutput: 500_000 },
        "node_modules/a/node_modules/yaml/index.js": { bytesInOutput: 550_000 },
        "lib/shell/sweep.ts": { bytesInOutput: 50_000 },
      },
    },
    "dist/sweep.mjs.map": { bytes: 9_000_000, inputs: {} },
  },
};

describe("overBudget", () => {
  test("a bundle at its budget passes, and source maps do not count", () => {
    expect(overBudget(sizes, { "dist/sweep.mjs": 1_500_000 })).toEqual([]);
  });

  test("a bundle over its budget is named with its largest packages", () => {
    expect(overBudget(sizes, { "dist/sweep.mjs": 1_400_000 })).toEqual([
      "dist/sweep.mjs is 1500 kB, 100 kB over its budget of 1400 kB; its largest parts: @kubernetes/client-node 900 kB, yaml 550 kB, lib/shell/sweep.ts 50 kB",
    ]);
  });

  test("a bundle without a budget is a mistake", () => {
    expect(overBudget(sizes, {})).toEqual(["dist/sweep.mjs has no size budget: give it one in infra/build.ts"]);
  });
});
