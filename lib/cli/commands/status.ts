import type { Command } from "commander";
import { type Millis, seconds } from "../../core/time.ts";
import { advice } from "../advice.ts";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { fleetTable } from "../fleetTable.ts";
import { type Output, printedAs, withOutput } from "../outputOption.ts";
import { type Overview, overview } from "../overview.ts";
import { printableFailures } from "../printableFailures.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { refuseMissing } from "../selection/missingNames.ts";
import { namesArgument, type SelectionOptions, withSelection } from "../selection/selectionOptions.ts";
import { selectorsOf } from "../selection/selectorsOf.ts";
import type { Surroundings } from "../surroundings.ts";
import { timed } from "../timeOption.ts";
import { watch } from "../watch.ts";

interface StatusOptions extends SelectionOptions {
  readonly output: Output;
  readonly watch?: boolean;
  readonly interval: Millis;
}

const explanation = {
  about: `
Session jobs stand below their session cluster. The table shortens messages, and fits them into the terminal; -o yaml and
-o json print the whole. A cluster that cannot be looked at hides no other. --watch draws the table anew at each interval;
where no terminal is, and with -o, it prints all of it again whenever something has changed.
`,
  examples: `
flink-fleet status
flink-fleet status orders payments/clicks --watch
flink-fleet status --kubeconfig clusters.yaml --all-contexts -l team=orders
flink-fleet status --fleet fleet.yaml -n payments -o json
`,
};

export function statusCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("status"), explanation)
    .description("print FlinkDeployments and FlinkSessionJobs of the fleet: all of them, or those that are selected")
    .argument("[names...]", namesArgument);
  withOutput(withSelection(command))
    .option("-w, --watch", "look again at each interval, until interrupted")
    .addOption(timed("--interval <time>", "time between two looks of --watch", "5s", seconds(5)))
    .action(async (names: readonly string[], options: StatusOptions) =>
      ended(await status(names, options, surroundings)),
    );
}

async function status(names: readonly string[], options: StatusOptions, surroundings: Surroundings): Promise<ExitCode> {
  const look = await looking(names, options, surroundings);
  const text = (seen: Overview): string | undefined => printed(seen, options, surroundings);
  if (options.watch === true) return codeOf(await watch({ look, text, interval: options.interval }, surroundings));
  const seen = await look();
  const shown = text(seen);
  const { terminal } = surroundings;
  if (shown !== undefined) terminal.out(shown);
  else if (seen.failures.length === 0) terminal.err(nothing(options));
  for (const failure of seen.failures) terminal.err(terminal.style("red", advice(failure)));
  return codeOf(seen);
}

/** Names that mean nothing are a mistake at the first look; what goes while it is watched is gone. */
async function looking(
  names: readonly string[],
  options: StatusOptions,
  surroundings: Surroundings,
): Promise<() => Promise<Overview>> {
  const selectors = selectorsOf(names, options);
  const { fleet } = await surroundings.fleet(options);
  let isFirst = names.length > 0;
  return async () => {
    const spokes = chosenClusters(await fleet.spokes(), ({ name }) => name, options.cluster);
    const seen = await overview(spokes, selectors);
    const places = seen.rows.map(({ namespace, resource }) => ({ namespace, name: resource }));
    if (isFirst) await refuseMissing(selectors, { seen: places, failures: seen.failures }, spokes);
    isFirst = false;
    return seen;
  };
}

const codeOf = ({ failures }: Overview): ExitCode => (failures.length > 0 ? exitCodes.someFailed : exitCodes.ok);

function nothing({ namespace }: StatusOptions): string {
  const where = namespace === undefined ? "" : ` in namespace ${namespace.join(", ")}`;
  return `There are no FlinkDeployments and no FlinkSessionJobs${where}.`;
}

/** `undefined` where there is nothing to show. */
function printed(seen: Overview, { output }: StatusOptions, { terminal, clock }: Surroundings): string | undefined {
  if (output !== "text") return printedAs(output, { resources: seen.rows, failures: printableFailures(seen.failures) });
  return seen.rows.length === 0 ? undefined : fleetTable(seen.rows, clock.now(), terminal);
}
