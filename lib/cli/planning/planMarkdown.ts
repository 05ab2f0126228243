import type { FleetPlan, PlannedChange, ResourcePlan } from "../../api/plan.ts";
import type { Instant } from "../../core/time.ts";
import { effectText, factsOf, isTold, placeText, totalsText } from "./planText.ts";

/** Characters that a comment on GitHub may have, less a margin for what a pipeline puts around it. */
const longest = 60_000;

/** A plan as a comment on a pull request: a table, and the fields of each resource behind a click. What is too long for one is counted. */
export function planMarkdown(plan: FleetPlan, now: Instant): string {
  const head = [`**${totalsText(plan)}**`, ...failures(plan)];
  const told = plan.resources.filter(isTold);
  const parts = told.map((one) => details(one, now));
  const table = tableOf(told);
  return fitted([...head, ...table], parts);
}

const failures = ({ failures: all }: FleetPlan): readonly string[] => all.map(({ message }) => `> ${inline(message)}`);

function tableOf(told: readonly ResourcePlan[]): readonly string[] {
  if (told.length === 0) return [];
  const rows = told.map((one) => {
    const blocked = one.blocked.map(({ reason }) => reason).join(", ");
    return `| ${inline(placeText(one))} | ${effectText(one)} | ${inline(one.because)} | ${inline(blocked)} |`;
  });
  return [["| resource | plan | because | blocked by |", "| --- | --- | --- | --- |", ...rows].join("\n")];
}

function details(one: ResourcePlan, now: Instant): string {
  const facts = factsOf(one, now).map(([name, text]) => `- ${name}: ${inline(text)}`);
  const blocked = one.blocked.map(({ reason, message }) => `- blocked: ${inline(`${reason}: ${message}`)}`);
  const lines = [
    ...one.spec.map((change) => diffLines(one.kind, change)),
    ...one.objects.flatMap(({ object, does, changes }) =>
      does === "create" || does === "delete"
        ? [`${does === "create" ? "+" : "-"} ${object}`]
        : changes.map((change) => diffLines(object, change)),
    ),
  ];
  const diff = lines.length === 0 ? [] : ["", fenced(lines.join("\n"))];
  const summary = `<summary>${html(placeText(one))}: ${effectText(one)}</summary>`;
  return ["<details>", summary, "", ...facts, ...blocked, ...diff, "", "</details>"].join("\n");
}

function diffLines(object: string, { path, from, to }: PlannedChange): string {
  const before = from === undefined ? [] : [`- ${object} ${path}: ${from}`];
  const after = to === undefined ? [] : [`+ ${object} ${path}: ${to}`];
  return [...before, ...after].map((line) => line.replaceAll("\n", " ")).join("\n");
}

/** A fence that nothing in it can end. */
function fenced(text: string): string {
  const longestRun = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  return `${fence}diff\n${text}\n${fence}`;
}

/** Whole resources are left out, never half of one. */
function fitted(head: readonly string[], parts: readonly string[]): string {
  const top = cut(head.join("\n\n"));
  let text = top;
  for (const [index, part] of parts.entries()) {
    const left = parts.length - index;
    const more = `\n\n_${left} more, too long for one comment: flink-fleet plan prints all of it._`;
    if (text.length + part.length + 2 + more.length > longest)
      return text.length + more.length > longest ? text : text + more;
    text += `\n\n${part}`;
  }
  return text;
}

/** A table of very many resources: rows are left out from its end. */
function cut(text: string): string {
  if (text.length <= longest / 2) return text;
  const kept = text.slice(0, text.lastIndexOf("\n", longest / 2));
  const left = text.slice(kept.length).split("\n").length - 1;
  return `${kept}\n\n_${left} more rows_`;
}

/** On one line, and nothing in it is markup or calls for anybody: it stands in a table. */
const inline = (text: string): string =>
  html(text.replaceAll(/\s+/g, " "))
    .replaceAll(/[\\`*_{}[\]|~#!]/g, (found) => `\\${found}`)
    .replaceAll("@", "@\u200B");

const html = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
