import type { Millis } from "../time.ts";

/** `2026-01-01 12:00:05Z` */
export const timeText = (at: string): string => at.replace("T", " ").replace(/\.\d+Z$/, "Z");

export function fromText(from: string | undefined): string {
  if (from === undefined) return "from a state that is not remembered";
  if (from === "nothing") return "without any state";
  return from === "lastState" ? "from the last state in Flink's HA metadata" : `from ${from}`;
}

/** `500 ms`, `15 s`, `1 min 30 s` */
export function durationText(time: Millis): string {
  if (time < 1000) return `${time} ms`;
  const all = Math.round(time / 1000);
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes === 0) return `${seconds} s`;
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}
