import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: [
      "test/{api,core,sequence,shell,contract,adapters,world,cli,functions,infra,architecture,docs}/**/*.test.ts",
    ],
    coverage: { provider: "v8", include: ["lib/**"] },
  },
});
