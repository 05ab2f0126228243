import { Argument, type Command } from "commander";
import { type CommandInfo, commandTree } from "../commandTree.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import type { Surroundings } from "../surroundings.ts";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  string,
  (commands: readonly CommandInfo[]) => string
>;

const explanation = {
  about: `
The script knows commands, options, and the values of those that have a choice of them. It starts nothing while you type.
`,
  examples: `
source <(flink-fleet completion bash)                                     in ~/.bashrc
source <(flink-fleet completion zsh)                                      in ~/.zshrc, after compinit
flink-fleet completion fish > ~/.config/fish/completions/flink-fleet.fish
`,
};

export function completionCommand(
  program: Command,
  { terminal }: Pick<Surroundings, "terminal">,
  ended: (code: ExitCode) => void,
): void {
  explained(program.command("completion"), explanation)
    .description("print a script that completes command lines in your shell")
    .addArgument(new Argument("<shell>", "whose script").choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => {
      terminal.out(shells[shell](commandTree(program)).trimEnd());
      ended(exitCodes.ok);
    });
}
