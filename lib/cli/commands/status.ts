import { type Command, Option } from "commander";
import { advice } from "../advice.ts";
import { type ExitCode, exitCodes, exitCodesHelp } from "../exitCodes.ts";
import { withFleetFile, withFleetOptions } from "../fleetOptions.ts";
import { fleetTable } from "../fleetTable.ts";
import { type Overview, overview } from "../overview.ts";
import { printedYaml } from "../printed.ts";
import type { FleetSource, Surroundings } from "../surroundings.ts";

interface StatusOptions extends FleetSource {
  readonly namespace?: string;
  readonly output: "table" | "json" | "yaml";
}

const help = `
Session jobs stand below their session cluster. The table shortens messages; -o yaml and -o json print the whole. A
cluster that cannot be looked at hides no other.

Examples:
  flink-fleet status
  flink-fleet status --kubeconfig clusters.yaml --all-contexts
  flink-fleet status --fleet fleet.yaml -n payments -o json
${exitCodesHelp}`;

export function statusCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = program.command("status").description("print every FlinkDeployment and FlinkSessionJob of the fleet");
  withFleetFile(withFleetOptions(command))
    .option("-n, --namespace <name>", "only this namespace")
    .addOption(
      new Option("-A, --all-namespaces", "all namespaces that the fleet looks after (the default)").conflicts(
        "namespace",
      ),
    )
    .addOption(new Option("-o, --output <format>", "how to print").choices(["table", "json", "yaml"]).default("table"))
    .addHelpText("after", help)
    .action(async (options: StatusOptions) => ended(await status(options, surroundings)));
}

async function status(options: StatusOptions, { fleet, terminal, clock }: Surroundings): Promise<ExitCode> {
  const seen = await overview((await fleet(options)).fleet, options.namespace);
  if (options.output === "json") terminal.out(JSON.stringify(printable(seen), undefined, 2));
  else if (options.output === "yaml") terminal.out(printedYaml(printable(seen)).trimEnd());
  else if (seen.rows.length > 0) terminal.out(fleetTable(seen.rows, clock.now(), terminal));
  else if (seen.failures.length === 0)
    terminal.err(
      `There are no FlinkDeployments and no FlinkSessionJobs${options.namespace === undefined ? "" : ` in namespace ${options.namespace}`}.`,
    );
  for (const failure of seen.failures) terminal.err(terminal.style("red", advice(failure)));
  return seen.failures.length > 0 ? exitCodes.someFailed : exitCodes.ok;
}

const printable = ({ rows, failures }: Overview) => ({
  resources: rows,
  failures: failures.map((failure) => ({
    cluster: failure.cluster,
    kind: failure.fault.kind,
    message: advice(failure),
  })),
});
