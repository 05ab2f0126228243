import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where CI wants the results as JSON; the summary is printed in any case. */
const report = process.env["TEST_REPORT"];

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/aws/**/*.test.ts"],
    globalSetup: ["test/aws/support/moto.ts"],
    testTimeout: 60_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
