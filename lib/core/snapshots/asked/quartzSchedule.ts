// The one package of the core: asked for nothing but arithmetic (docs/decisions/0015-quartz-by-croner.md).
// oxlint-disable-next-line eslint/no-restricted-imports
import { Cron } from "croner";
import { instant, rfc3339, type Instant } from "../../time.ts";
import { isQuartzCron } from "../../lifecycle/validation/quartzCron.ts";

/** What is done at times that a Quartz cron expression names, in UTC. */
export interface Schedule {
  /** The first time after this one; `undefined` when there is none any more. */
  next(after: Instant): Instant | undefined;
}

/**
 * The schedule of a Quartz expression (org.quartz.CronExpression), or `undefined` for a text that is none and for `L-3`, days before
 * the last of a month, which are not understood here.
 */
export function quartzSchedule(text: string): Schedule | undefined {
  if (!isQuartzCron(text)) return undefined;
  try {
    const cron = new Cron(spelled(text), {
      mode: "6-or-7-parts",
      alternativeWeekdays: true,
      sloppyRanges: true,
      timezone: "UTC",
      paused: true,
    });
    return { next: (after) => asInstant(cron.nextRun(rfc3339(after))) };
  } catch {
    return undefined;
  }
}

const asInstant = (found: { getTime(): number } | null): Instant | undefined =>
  found === null ? undefined : instant(found.getTime());

const wrapping: readonly (readonly [min: number, max: number, names: readonly string[]])[] = [
  [0, 59, []],
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]],
  [1, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]],
];

/** In the dialect of the library: `?` is `*`, L as a day of the week is Saturday, and no range goes over the end. */
function spelled(text: string): string {
  const fields = text.trim().toUpperCase().split(/\s+/);
  return fields
    .map((field, at) => {
      if (field === "?") return "*";
      if (at === 5 && field === "L") return "7";
      return field
        .split(",")
        .map((item) => unwrapped(item, at))
        .join(",");
    })
    .join(" ");
}

/** `FRI-MON` is 6,7,1,2 and `22-2/2` is 22,0,2: Quartz counts on over the end. */
function unwrapped(item: string, at: number): string {
  const [, from, to, step = "1"] = /^(\w+)-(\w+)(?:\/(\d+))?$/.exec(item) ?? [];
  const field = wrapping[at];
  if (from === undefined || to === undefined || field === undefined) return item;
  const [min, max, names] = field;
  const valueOf = (word: string): number => (names.includes(word) ? names.indexOf(word) + min : Number(word));
  const [first, last] = [valueOf(from), valueOf(to)];
  if (Number.isNaN(first) || Number.isNaN(last) || first <= last) return item;
  const size = max - min + 1;
  const values: number[] = [];
  for (let value = first; value <= last + size; value += Number(step)) values.push(((value - min) % size) + min);
  return values.join(",");
}
