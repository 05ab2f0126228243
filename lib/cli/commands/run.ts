import type { Command } from "commander";
import type { Selector } from "../../api/events/selector.ts";
import { type Millis, seconds } from "../../core/time.ts";
import { isPlain, matchesAny } from "../../core/triggers/matches.ts";
import type { Spoke } from "../../ports/index.ts";
import { type Ports, sweep, type Sweep } from "../../shell/sweep.ts";
import { UnwrittenNotes } from "../../shell/unwrittenNotes.ts";
import { type Change, Changes, changeText } from "../changes.ts";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { failed, lookAfter } from "../lookAfter.ts";
import { listed } from "../nearest.ts";
import { type Output, withOutput } from "../outputOption.ts";
import { printedYaml } from "../printed.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { findings } from "../selection/found.ts";
import { refuseMissing } from "../selection/missingNames.ts";
import { selectedPass } from "../selection/selectedPass.ts";
import { namesArgument, type SelectionOptions, withSelection } from "../selection/selectionOptions.ts";
import { selectorsOf } from "../selection/selectorsOf.ts";
import { silent } from "../silent.ts";
import type { Surroundings } from "../surroundings.ts";
import { timed } from "../timeOption.ts";
import { UserError } from "../userError.ts";

interface RunOptions extends SelectionOptions {
  readonly interval: Millis;
  readonly once?: boolean;
  readonly log?: boolean;
  readonly record?: string;
  readonly output: Output;
}

const explanation = {
  about: `
Looks at every resource of the clusters at each interval, and sooner at what is on its way. Prints one line for each
change. A cluster that cannot be reached does not hold up the others, and is tried again at the next interval. Any
number of these may run at the same time.

With names, -l or --kind only what is selected is looked after, each with what belongs to it: a session cluster with the
jobs on it, a session job without its cluster, and the FlinkStateSnapshots of either that were looked at before.

-o json prints one object on a line for each change, -o yaml one document.
`,
  examples: `
flink-fleet run --kubeconfig clusters.yaml --all-contexts
flink-fleet run --context prod-eu --context prod-us --interval 30s
flink-fleet run --context prod-eu -n payments        with rights in one namespace only
flink-fleet run payments/orders --once               one resource alone
flink-fleet run --fleet fleet.yaml --once            one pass, for a cron job
`,
};

export function runCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("run"), explanation)
    .description("look after the fleet from here, until interrupted: all of it, or what is selected")
    .argument("[names...]", namesArgument);
  withOutput(withSelection(command))
    .addOption(timed("--interval <time>", "time between two looks, such as 15s or 2m", "15s", seconds(15)))
    .option("--once", "make one pass over every cluster and end")
    .option("--log", "write what each look decides to stderr too, as lines of JSON")
    .option("--record <file>", "keep every decision there with all that it rests on, without secrets, for replay")
    .action(async (names: readonly string[], options: RunOptions) => ended(await run(names, options, surroundings)));
}

async function run(names: readonly string[], options: RunOptions, surroundings: Surroundings): Promise<ExitCode> {
  const selectors = selectorsOf(names, options);
  const { fleet, defaults } = await surroundings.fleet(options);
  const { terminal, clock } = surroundings;
  const chosen = chosenClusters(await fleet.spokes(), ({ name }) => name, options.cluster);
  const spokes = lookedAfter(chosen, options);
  if (names.length > 0) await refuseUnknown(selectors, spokes);
  const recordings = options.record === undefined ? undefined : surroundings.recorder(options.record);
  const once = options.once === true;
  terminal.err(`Looking after ${spokes.map(({ name }) => name).join(", ")}${once ? "" : "; Ctrl-C ends it"}`);
  const changes = new Changes();
  const unwritten = new UnwrittenNotes();
  const ports = { ...surroundings, defaults, recordings, unwritten, ...(options.log === true ? {} : { log: silent }) };
  const pass = passesOf(names, selectors, options);
  const told = async (spoke: Spoke): Promise<Sweep> => {
    const made = await pass(spoke, ports);
    for (const change of changes.since(made, clock.now())) terminal.out(printed(change, options.output));
    return made;
  };
  if (!once) {
    await Promise.all(spokes.map((spoke) => lookAfter(() => told(spoke), surroundings, options.interval)));
    return exitCodes.ok;
  }
  const passes = await Promise.all(spokes.map(told));
  return passes.some(failed) ? exitCodes.someFailed : exitCodes.ok;
}

/** Names that mean nothing are a mistake at the first look; what goes later is gone. */
async function refuseUnknown(selectors: readonly Selector[], spokes: readonly Spoke[]): Promise<void> {
  const { found, failures } = await findings(selectors, spokes);
  await refuseMissing(selectors, { seen: found.map(({ subject }) => subject), failures }, spokes);
}

/** Whole namespaces are one pass, which lists each kind once. */
function passesOf(
  names: readonly string[],
  selectors: readonly Selector[],
  { namespace, selector, kind }: RunOptions,
): (spoke: Spoke, ports: Ports) => Promise<Sweep> {
  const arePlain = namespace?.every(isPlain) ?? true;
  const isSome = names.length > 0 || selector !== undefined || kind !== undefined;
  return (spoke, ports) => {
    if (isSome || (!arePlain && spoke.namespaces.length === 0)) return selectedPass(selectors, spoke, ports);
    return sweep(namespace === undefined ? spoke : { ...spoke, namespaces: within(spoke, namespace) }, ports);
  };
}

const within = ({ namespaces }: Spoke, asked: readonly string[]): readonly string[] =>
  namespaces.length === 0 ? asked : namespaces.filter((one) => matchesAny(asked, one));

/** Those that have any of the namespaces. Throws UserError where none has. */
function lookedAfter(spokes: readonly Spoke[], { namespace }: RunOptions): readonly Spoke[] {
  if (namespace === undefined) return spokes;
  const those = spokes.filter((spoke) => within(spoke, namespace).length > 0);
  if (those.length > 0 || spokes.length === 0) return those;
  const known = [...new Set(spokes.flatMap(({ namespaces }) => namespaces))].toSorted();
  throw new UserError(
    `-n ${namespace.join(", ")}: the fleet does not look after it: ${listed(known, "there is none")}`,
  );
}

function printed(change: Change, output: Output): string {
  if (output === "text") return changeText(change);
  return output === "json" ? JSON.stringify(change) : `---\n${printedYaml(change).trimEnd()}`;
}
