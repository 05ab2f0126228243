import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";

/** The options that say which clusters are meant; the same for all commands that reach one. */
export function withFleet(command: Command): Command {
  return command
    .addOption(
      new Option("--kubeconfig <file>", "kubeconfig whose contexts are the clusters")
        .env("KUBECONFIG")
        .default(join(homedir(), ".kube", "config"), "~/.kube/config"),
    )
    .option("--context <name>", "context of the kubeconfig, repeatable (default: its current context)", collected)
    .option("--all-contexts", "all contexts of the kubeconfig")
    .addOption(
      new Option("--fleet <file>", "fleet file that lists the clusters, in place of a kubeconfig").conflicts([
        "context",
        "allContexts",
      ]),
    )
    .option(
      "--cluster <name>",
      "only this cluster of these, repeatable; * stands for any characters (default: all of them)",
      collected,
    );
}

export const withNamespaces = (
  command: Command,
  description = "only this namespace, repeatable (default: all that the fleet looks after)",
): Command => command.option("-n, --namespace <name>", description, collected);

export const withAllNamespaces = (
  command: Command,
  description = "all namespaces that the fleet looks after",
): Command => command.addOption(new Option("-A, --all-namespaces", description).conflicts("namespace"));

/** Of an option that may be given again and again. */
export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
