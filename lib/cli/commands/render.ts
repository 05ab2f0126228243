import { type Command, Option } from "commander";
import { type OperatorDefaults, shippedDefaults } from "../../core/configuration/defaults.ts";
import { operatorDefaults } from "../../core/configuration/operatorDefaults.ts";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { fleetFile } from "../fleetFile.ts";
import { collected, withNamespaces } from "../fleetOptions.ts";
import { manifestsIn } from "../manifests.ts";
import { type ObjectFormat, printedObjects } from "../printed.ts";
import { renderings } from "../rendering.ts";
import { refuseNotInFiles } from "../selection/missingNames.ts";
import { namesArgument, type Narrowing, withLabelsAndKind } from "../selection/selectionOptions.ts";
import { namespaceOfFiles, selectorsOf } from "../selection/selectorsOf.ts";
import type { Surroundings } from "../surroundings.ts";

interface RenderOptions extends Narrowing {
  readonly filename: readonly string[];
  readonly output: ObjectFormat;
  readonly fleet?: string;
}

const explanation = {
  about: `
Works offline and prints the same for the same files, so that a pull request shows what a change does. What is chosen
only when a resource is deployed (job id, owner) is left out or stands there as a placeholder. A FlinkSessionJob makes no
objects: it is checked, and a note says what Flink is asked to run. Without -n resources that name no namespace are in
default. Session jobs find their cluster in the files, whether it is selected or not.
`,
  examples: `
flink-fleet render -f orders.yaml
flink-fleet render -f deploy/ -o json
flink-fleet render -f deploy/ orders -l team=payments
helm template orders | flink-fleet render -f - --fleet fleet.yaml
diff <(git show main:orders.yaml | flink-fleet render -f -) <(flink-fleet render -f orders.yaml)
`,
};

export function renderCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("render"), explanation)
    .description("print the Kubernetes objects that flink-fleet makes of resources, without any cluster")
    .argument("[names...]", namesArgument)
    .requiredOption(
      "-f, --filename <file>",
      "a file, a directory with all below it, or - for stdin; repeatable",
      collected,
    );
  withLabelsAndKind(withNamespaces(command, "only this namespace, repeatable (default: all that the files name)"))
    .addOption(
      new Option("-o, --output <format>", "yaml: documents; json: one v1 List")
        .choices(["yaml", "json"])
        .default("yaml"),
    )
    .option("--fleet <file>", "fleet file whose defaults apply (default: those that flink-fleet ships)")
    .action(async (names: readonly string[], options: RenderOptions) =>
      ended(await render(names, options, surroundings)),
    );
}

async function render(names: readonly string[], options: RenderOptions, { terminal }: Surroundings): Promise<ExitCode> {
  const defaults = defaultsOf(options.fleet);
  const selectors = selectorsOf(names, options);
  const manifests = await manifestsIn(options.filename, terminal);
  const all = renderings(manifests, selectors, { namespace: namespaceOfFiles(options), defaults });
  for (const note of all.flatMap(({ notes }) => notes)) terminal.err(`${terminal.style("yellow", "note:")} ${note}`);
  const problems = all.flatMap((one) => one.problems);
  for (const problem of problems) terminal.err(`${terminal.style("red", "error:")} ${problem}`);
  if (problems.length > 0) return exitCodes.userError;
  refuseNotInFiles(
    selectors,
    all.flatMap(({ of }) => of ?? []),
  );
  const objects = all.flatMap((one) => one.objects);
  if (objects.length === 0) {
    terminal.err(`${terminal.style("yellow", "note:")} no FlinkDeployment in ${options.filename.join(", ")}`);
    if (options.output === "yaml") return exitCodes.ok;
  }
  terminal.out(printedObjects(objects, options.output).trimEnd());
  return exitCodes.ok;
}

const defaultsOf = (file: string | undefined): OperatorDefaults =>
  file === undefined ? shippedDefaults : operatorDefaults(fleetFile(file));
