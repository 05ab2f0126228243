import { expect, test } from "vitest";
import { settings } from "../../infra/stack/settings.ts";
import { secondsBetweenSweeps } from "../../infra/stack/sweepEvery.ts";
import { resolver } from "./support/resolver.ts";

test.for([
  { sweepSchedule: "rate(1 minute)", seconds: "60" },
  { sweepSchedule: "rate(5 minutes)", seconds: "300" },
  { sweepSchedule: "rate(1 hour)", seconds: "3600" },
  { sweepSchedule: "cron(0/10 8-18 * * ? *)", seconds: "900" },
])("$sweepSchedule: $seconds", async ({ sweepSchedule, seconds }) => {
  expect(secondsBetweenSweeps(await settings(resolver({ sweepSchedule, staleAfter: "900" })))).toBe(seconds);
});

test.for(["1 minute", "rate(0 minutes)", "rate(1 day)", "cron()"])("%s is none", async (sweepSchedule) => {
  await expect(settings(resolver({ sweepSchedule }))).rejects.toThrow("must be such as rate(1 minute), or cron(…)");
});
