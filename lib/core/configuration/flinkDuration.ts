import { millis, type Millis } from "../time.ts";

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const labels: Readonly<Record<string, readonly string[]>> = {
  ns: ["ns", "nano", "nanos", "nanosecond", "nanoseconds"],
  us: ["µs", "micro", "micros", "microsecond", "microseconds"],
  ms: ["ms", "milli", "millis", "millisecond", "milliseconds", ""],
  s: ["s", "sec", "secs", "second", "seconds"],
  min: ["m", "min", "minute", "minutes"],
  h: ["h", "hour", "hours"],
  d: ["d", "day", "days"],
};

const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/** A duration in Flink's syntax (TimeUtils.parseDuration): `10 s`, `5min`, `500` (milliseconds), `PT1H30M`; undefined when it is none. */
export function flinkDuration(text: string): Millis | undefined {
  const [, digits, label] = /^(\d+)\s*([a-zµ]*)$/i.exec(text.trim()) ?? [];
  if (digits === undefined || label === undefined) return isoDuration(text.trim());
  const unit = Object.keys(labels).find((one) => labels[one]?.includes(label.toLowerCase()));
  return unit === undefined ? undefined : millis(Number(digits) * Number(units[unit]));
}

function isoDuration(text: string): Millis | undefined {
  const parts = iso.exec(text)?.slice(1);
  if (parts === undefined || parts.every((part) => part === undefined)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return millis((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}
