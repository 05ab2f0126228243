import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";

/** The options that say which clusters are meant; the same for all commands that reach one. */
export function withFleetOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--kubeconfig <file>", "kubeconfig whose contexts are the clusters")
        .env("KUBECONFIG")
        .default(join(homedir(), ".kube", "config"), "~/.kube/config"),
    )
    .option("--context <name>", "context of the kubeconfig, repeatable (default: its current context)", collected)
    .option("--all-contexts", "all contexts of the kubeconfig");
}

export function withFleetFile(command: Command): Command {
  return command.addOption(
    new Option("--fleet <file>", "fleet file that lists the clusters, in place of a kubeconfig").conflicts([
      "context",
      "allContexts",
    ]),
  );
}

export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
