import type { Command } from "commander";
import { exitCodesHelp } from "./exitCodes.ts";

/** What `--help` says after the options, and docs/cli.md too. */
export interface Explanation {
  /** Paragraphs of lines. */
  readonly about?: string | undefined;
  /** Command lines, each with what it does beside it where that is not plain. */
  readonly examples: string;
}

const explanations = new WeakMap<Command, Explanation>();

export function explained(command: Command, explanation: Explanation): Command {
  explanations.set(command, explanation);
  const { about, examples } = explanation;
  const indented = examples.trim().replaceAll(/^/gmu, "  ");
  return command.addHelpText(
    "after",
    `${about === undefined ? "" : `\n${about.trim()}\n`}\nExamples:\n${indented}\n${exitCodesHelp}`,
  );
}

export const explanationOf = (command: Command): Explanation | undefined => explanations.get(command);
