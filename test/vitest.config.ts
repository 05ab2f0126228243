import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where CI wants the results as JSON; the summary is printed in any case. */
const report = process.env["TEST_REPORT"];

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: [
      "test/{api,core,sequence,shell,contract,adapters,flink,world,cli,functions,infra,architecture,docs}/**/*.test.ts",
    ],
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    // No module keeps anything between tests, so that files can share what they import.
    isolate: false,
    // Tests compute and wait for nothing; by default one core would be left idle.
    maxWorkers: "100%",
    // A loaded machine is no reason to fail; nothing in the tests waits for a time to pass.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: "v8", include: ["lib/**"] },
  },
});
