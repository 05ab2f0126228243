import type { Clock, Log } from "../../ports/system.ts";

const longest = 1000;

/** One JSON object a line. Values are primitives; whatever else is given shows up by its type alone, so that nothing large or secret slips in. */
export function jsonLog(write: (line: string) => void, clock: Clock): Log {
  const line = (level: "INFO" | "WARN") => (message: string, keys: Readonly<Record<string, unknown>>) => {
    const shown = Object.entries(keys).map(([key, value]) => [key, primitive(value)]);
    const time = new Date(clock.now()).toISOString();
    write(`${JSON.stringify({ ...Object.fromEntries(shown), level, time, message })}\n`);
  };
  return { info: line("INFO"), warn: line("WARN") };
}

const kept = ["number", "boolean", "undefined"];

function primitive(value: unknown): unknown {
  if (value === null || kept.includes(typeof value)) return value;
  if (typeof value !== "string") return `(${Array.isArray(value) ? "list" : typeof value})`;
  return value.length <= longest ? value : `${value.slice(0, longest - 1)}…`;
}
