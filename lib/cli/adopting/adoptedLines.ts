import { placeText } from "../changing/outcome.ts";
import type { Terminal } from "../terminal.ts";
import type { Adopted } from "./adoption.ts";

/** One line on one resource, and one for each thing to know about it. */
export function adoptedLines(one: Adopted, { style }: Terminal): string {
  const { was, saidBy, to, outcome, because, state = "CREATED", jobId, underWay = "at rest" } = one;
  const colour = outcome === "refused" ? "red" : "green";
  const what = `${was} (${saidBy}) → ${to} ${style(colour, words[outcome])}`;
  const found = [state, ...(jobId === undefined ? [] : [`job ${jobId}`]), underWay].join(", ");
  return [
    `${placeText(one)}: ${what}${because === undefined ? "" : `: ${because}`}`,
    `  ${found}`,
    ...(one.differences.length === 0 ? [] : [`  set otherwise by the next deployment, without a restart now:`]),
    ...one.differences.map((field) => `    ${field}`),
    ...one.warnings.map((warning) => `  ${style("yellow", "warning")}: ${warning}`),
  ].join("\n");
}

const words: Readonly<Record<Adopted["outcome"], string>> = {
  done: "done",
  wouldBeDone: "would be done",
  unchanged: "as it is already",
  refused: "refused",
};
