import { describe, expect, test } from "vitest";
import { bundles, overBudget } from "../../infra/sizeBudget.ts";

const output = (bytes: number, more: object = {}) => ({ bytes, inputs: {}, imports: [], ...more });

const sizes = {
  outputs: {
    "dist/sweep.mjs": output(1_000_000, {
      entryPoint: "functions/sweep.ts",
      imports: [
        { path: "dist/chunks/A.mjs", kind: "import-statement" },
        { path: "dist/chunks/C.mjs", kind: "dynamic-import" },
        { path: "node:fs", kind: "import-statement", external: true },
      ],
      inputs: {
        "node_modules/@kubernetes/client-node/dist/a.js": { bytesInOutput: 400_000 },
        "node_modules/@kubernetes/client-node/dist/b.js": { bytesInOutput: 500_000 },
        "lib/shell/sweep.ts": { bytesInOutput: 50_000 },
      },
    }),
    "dist/sweep.mjs.map": output(9_000_000),
    "dist/chunks/A.mjs": output(300_000, { imports: [{ path: "dist/chunks/B.mjs", kind: "import-statement" }] }),
    "dist/chunks/B.mjs": output(200_000, {
      imports: [{ path: "dist/chunks/A.mjs", kind: "import-statement" }],
      inputs: { "node_modules/a/node_modules/yaml/index.js": { bytesInOutput: 150_000 } },
    }),
    "dist/chunks/C.mjs": output(7_000_000, { entryPoint: "node_modules/big/index.js" }),
  },
};

describe("size budget", () => {
  test("a bundle is what is loaded at its start: chunks count once, and not those that are imported later", () => {
    expect(bundles(sizes).map(({ name, bytes }) => [name, bytes])).toEqual([["dist/sweep.mjs", 1_500_000]]);
  });

  test("a bundle at its budget passes", () => {
    expect(overBudget(sizes, { sweep: 1_500_000 })).toEqual([]);
  });

  test("a bundle over its budget is named with its largest packages", () => {
    expect(overBudget(sizes, { sweep: 1_400_000 })).toEqual([
      "dist/sweep.mjs is 1500 kB, 100 kB over its budget of 1400 kB; its largest parts: @kubernetes/client-node 900 kB, yaml 150 kB, lib/shell/sweep.ts 50 kB",
    ]);
  });

  test("a bundle without a budget is a mistake", () => {
    expect(overBudget(sizes, {})).toEqual(["dist/sweep.mjs has no size budget: give it one in infra/budgets.ts"]);
  });
});
