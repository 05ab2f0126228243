interface Field {
  readonly min: number;
  readonly max: number;
  /** Names of the values, the first of which stands for `min`. */
  readonly names?: readonly string[];
  /** Forms of its own, in full. */
  readonly special?: RegExp;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fields: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31, special: /^(\?|L|LW|L-\d{1,2}W?|([1-9]|[12]\d|3[01])W)$/ },
  { min: 1, max: 12, names: months },
  { min: 1, max: 7, names: days, special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { min: 1970, max: 2299 },
];

/** Whether a text is a Quartz cron expression: seconds first, six or seven fields, `?` for one of day-of-month and day-of-week. */
export function isQuartzCron(text: string): boolean {
  const parts = text.trim().toUpperCase().split(/\s+/);
  if (parts.length < 6 || parts.length > 7) return false;
  if ((parts[3] === "?") === (parts[5] === "?")) return false;
  return parts.every((part, at) => fields.slice(at, at + 1).every((field) => isFieldText(field, part)));
}

const isFieldText = (field: Field, text: string): boolean => text.split(",").every((item) => isItem(field, item));

function isItem(field: Field, item: string): boolean {
  if (field.special?.test(item)) return true;
  const [, range = "", step] = /^([^/]*)(\/[1-9]\d{0,3})?$/.exec(item) ?? [];
  if (range === "*" || range === "") return range === "*" || step !== undefined;
  const ends = range.split("-");
  return ends.length <= 2 && ends.every((end) => isValue(field, end));
}

function isValue({ min, max, names = [] }: Field, text: string): boolean {
  return names.includes(text) || (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max);
}
