import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LambdaFunction } from "./support/lambda/lambdaFunction.ts";

/** Does what its event says. */
const source = `
let calls = 0;
export const handler = async ({ does }, context) => {
  calls += 1;
  if (does === "throw") throw new TypeError("no");
  if (does === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (does === "exit") process.exit(3);
  console.log("done");
  return { calls, left: context.getRemainingTimeInMillis() > 0, told: process.env.TOLD };
};
`;

let folder: string;
let echo: LambdaFunction;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "function-"));
  await writeFile(join(folder, "index.mjs"), source);
  echo = new LambdaFunction({ name: "echo", folder, timeoutMs: 3000, environment: { TOLD: "yes" } });
}, 300_000);

afterAll(async () => {
  await echo.close();
  await rm(folder, { recursive: true });
});

describe("a function under Lambda's own runtime client", () => {
  test("answers, and its environment is used again", async () => {
    expect(await echo.invoke({})).toEqual({ kind: "answered", payload: { calls: 1, left: true, told: "yes" } });
    expect(await echo.invoke({})).toMatchObject({ payload: { calls: 2 } });
    expect(echo.printed).toContain("done");
  });

  test("may throw, and goes on", async () => {
    expect(await echo.invoke({ does: "throw" })).toMatchObject({
      kind: "threw",
      error: { errorType: "TypeError", errorMessage: "no" },
    });
    expect(await echo.invoke({})).toMatchObject({ payload: { calls: 4 } });
  });

  test("is ended at its deadline, and starts anew", async () => {
    expect(await echo.invoke({ does: "hang" })).toMatchObject({ kind: "died" });
    expect(await echo.invoke({})).toMatchObject({ payload: { calls: 1 } });
  });

  test("may end by itself", async () => {
    expect(await echo.invoke({ does: "exit" })).toMatchObject({ kind: "died" });
    expect(await echo.invoke({})).toMatchObject({ payload: { calls: 1 } });
  });

  test("two events at once have an environment each", async () => {
    const both = await Promise.all([echo.invoke({}), echo.invoke({})]);
    expect(both).toMatchObject([{ kind: "answered" }, { kind: "answered" }]);
  });
});
