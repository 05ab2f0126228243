import { listElements } from "../../configuration/textLists.ts";
import { isQuartzCron } from "./quartzCron.ts";

/** What is wrong with the value of job.autoscaler.excluded.periods: `;` between entries, each a day's range, a cron, or both with `&&`. */
export function excludedPeriodsProblem(text: string): string | undefined {
  const wrong = listElements(text)
    .flatMap((entry) => entry.split("&&"))
    .map((part) => part.trim())
    .find((part) => !isDailyRange(part) && !isQuartzCron(part));
  if (wrong === undefined) return undefined;
  return `'${wrong}' is neither a range within a day, such as 9:30:00-10:45:00, nor a Quartz cron expression, such as * * 9-11 ? * MON`;
}

function isDailyRange(text: string): boolean {
  const [from, to, ...more] = text.split("-").map(secondOfDay);
  return from !== undefined && to !== undefined && more.length === 0 && from < to;
}

function secondOfDay(text: string): number | undefined {
  const [, hour = "", minute = "", second = "0"] = /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*$/.exec(text) ?? [];
  if (hour === "" || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
}
