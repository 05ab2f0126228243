import type { Happening } from "../events/happening.ts";
import { observation } from "../observation/observation.ts";
import { normal, warning, type Told } from "./told.ts";

const shownLines = 5;

/** A state of the job that Flink itself told of, when it is another than before; with the cause where it failed. */
export function jobChanges({ seen, after }: Told): readonly Happening[] {
  const from = seen.resource.status.jobStatus?.state;
  const to = after.jobStatus?.state;
  if (to === undefined || from === to || observation(seen).job === undefined) return [];
  const change = from === undefined ? `to ${to}` : `from ${from} to ${to}`;
  return [...failure(seen, to), normal("Job", "JobStatusChanged", `Job status changed ${change}`)];
}

function failure({ flink }: Told["seen"], state: string): readonly Happening[] {
  const cause = flink.kind === "answered" && state === "FAILED" ? flink.exceptions[0] : undefined;
  return cause === undefined ? [] : [warning("Job", "Error", firstLines(cause.stackTrace))];
}

function firstLines(text: string): string {
  const lines = text.trimEnd().split("\n");
  const more = lines.length - shownLines;
  return more > 0 ? `${lines.slice(0, shownLines).join("\n")}\n... (${more} more lines)` : lines.join("\n");
}
