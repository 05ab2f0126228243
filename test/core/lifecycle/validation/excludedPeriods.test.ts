import { describe, expect, test } from "vitest";
import { excludedPeriodsProblem } from "../../../../lib/core/lifecycle/validation/excludedPeriods.ts";
import { isQuartzCron } from "../../../../lib/core/lifecycle/validation/quartzCron.ts";

describe("excludedPeriodsProblem", () => {
  test.for<[string]>([
    [""],
    ["9:30:30-10:50:20"],
    ["09:13-11:15"],
    ["00:00:00-23:59:59"],
    ["* * * ? * 2-6"],
    ["9:30:30-10:50:20 && * * * ? * 2-6"],
    ["9:30:30-10:50:20; * * 9-11 ? * MON ;10:00-11:00"],
  ])("%s is fine", ([text]) => {
    expect(excludedPeriodsProblem(text)).toBeUndefined();
  });

  test.for<[string, string]>([
    ["09:13:17-08:15:18", "09:13:17-08:15:18"],
    ["09:13:17-09:13:17", "09:13:17-09:13:17"],
    ["09:13:17-25:15:18", "09:13:17-25:15:18"],
    ["9:60-10:00", "9:60-10:00"],
    ["9:00:60-10:00:00", "9:00:60-10:00:00"],
    ["9:00", "9:00"],
    ["9:00-10:00-11:00", "9:00-10:00-11:00"],
    ["09:13:17-11:15:18;18:01:20-16:00:00", "18:01:20-16:00:00"],
    ["09:13:17-11:15:18 && 12:01:20-10:00:00", "12:01:20-10:00:00"],
    ["* * * * * ?; * * * * *", "* * * * *"],
  ])("%s: %s is wrong", ([text, wrong]) => {
    expect(excludedPeriodsProblem(text)).toContain(`'${wrong}' is neither a range within a day`);
  });
});

describe("isQuartzCron", () => {
  test.for<[string, boolean]>([
    ["0 0 12 * * ?", true],
    ["0 15 10 ? * *", true],
    ["0 15 10 * * ? 2005", true],
    ["0 15 10 * * ? 2005-2299", true],
    ["0 0/5 14,18 * * ?", true],
    ["0 10,44 14 ? 3 WED", true],
    ["0 15 10 ? * mon-fri", true],
    ["0 15 10 L * ?", true],
    ["0 15 10 L-2 * ?", true],
    ["0 15 10 LW * ?", true],
    ["0 15 10 15W * ?", true],
    ["0 15 10 ? * 6L 2002-2005", true],
    ["0 15 10 ? JAN-MAR FRI#3", true],
    ["/10 * * * * ?", true],
    ["*/10 * * * * ?", true],
    ["0 0 12 1/5 * ?", true],
    ["", false],
    ["0 0 12 * *", false],
    ["0 0 12 * * ? 2005 1", false],
    ["60 0 12 * * ?", false],
    ["0 60 12 * * ?", false],
    ["0 0 24 * * ?", false],
    ["0 0 12 0 * ?", false],
    ["0 0 12 32 * ?", false],
    ["0 0 12 * 13 ?", false],
    ["0 0 12 ? * 8", false],
    ["0 0 12 ? * FRI#6", false],
    ["0 0 12 * * ? 1969", false],
    ["0 0 12 * * *", false],
    ["0 0 12 ? * ?", false],
    ["0 0 12 1-2-3 * ?", false],
    ["0 0/0 12 * * ?", false],
    ["0 0/5/5 12 * * ?", false],
    ["0 0, 12 * * ?", false],
    ["0 MON 12 * * ?", false],
    ["? 0 12 * * ?", false],
    ["0 0 12 * ? ?", false],
  ])("%s: %s", ([text, is]) => {
    expect(isQuartzCron(text)).toBe(is);
  });
});
