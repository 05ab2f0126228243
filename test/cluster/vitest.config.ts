import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where CI wants the results as JSON; the summary is printed in any case. */
const report = process.env["TEST_REPORT"];
const minute = 60_000;

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/cluster/**/*.test.ts"],
    globalSetup: ["test/cluster/support/globalSetup.ts"],
    fileParallelism: false,
    testTimeout: 10 * minute,
    hookTimeout: 10 * minute,
    teardownTimeout: 3 * minute,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
