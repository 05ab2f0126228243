import type { Command } from "commander";
import { type Millis, seconds } from "../../core/time.ts";
import type { Spoke } from "../../ports/index.ts";
import type { Sweep } from "../../shell/sweep.ts";
import { UnwrittenNotes } from "../../shell/unwrittenNotes.ts";
import { Changes } from "../changes.ts";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { withAllNamespaces, withFleet, withNamespaces } from "../fleetOptions.ts";
import { failed, lookAfter, onePass } from "../lookAfter.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { silent } from "../silent.ts";
import type { FleetSource, Surroundings } from "../surroundings.ts";
import { timed } from "../timeOption.ts";

interface RunOptions extends FleetSource {
  readonly interval: Millis;
  readonly once?: boolean;
  readonly log?: boolean;
  readonly record?: string;
  readonly namespace?: readonly string[];
  readonly cluster?: readonly string[];
}

const explanation = {
  about: `
Looks at every resource of the clusters at each interval, and sooner at what is on its way. Prints one line for each
change. A cluster that cannot be reached does not hold up the others, and is tried again at the next interval. Any
number of these may run at the same time.
`,
  examples: `
flink-fleet run --kubeconfig clusters.yaml --all-contexts
flink-fleet run --context prod-eu --context prod-us --interval 30s
flink-fleet run --context prod-eu -n payments        with rights in one namespace only
flink-fleet run --fleet fleet.yaml --once            one pass, for a cron job
`,
};

export function runCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = program.command("run").description("look after the fleet from here, until interrupted");
  withAllNamespaces(withNamespaces(withFleet(explained(command, explanation))))
    .addOption(timed("--interval <time>", "time between two looks, such as 15s or 2m", "15s", seconds(15)))
    .option("--once", "make one pass over every cluster and end")
    .option("--log", "write what each look decides to stderr too, as lines of JSON")
    .option("--record <file>", "keep every decision there with all that it rests on, without secrets, for replay")
    .action(async (options: RunOptions) => ended(await run(options, surroundings)));
}

const within = (spoke: Spoke, namespaces: readonly string[] | undefined): Spoke =>
  namespaces === undefined ? spoke : { ...spoke, namespaces };

async function run(options: RunOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { fleet, defaults } = await surroundings.fleet(options);
  const { terminal, clock } = surroundings;
  const chosen = chosenClusters(await fleet.spokes(), ({ name }) => name, options.cluster);
  const spokes = chosen.map((spoke) => within(spoke, options.namespace));
  const once = options.once === true;
  terminal.err(`Looking after ${spokes.map(({ name }) => name).join(", ")}${once ? "" : "; Ctrl-C ends it"}`);
  const changes = new Changes();
  const tell = (pass: Sweep): void => changes.since(pass, clock.now()).forEach(terminal.out);
  const recordings = options.record === undefined ? undefined : surroundings.recorder(options.record);
  const unwritten = new UnwrittenNotes();
  const ports = { ...surroundings, defaults, recordings, unwritten, ...(options.log === true ? {} : { log: silent }) };
  if (!once) {
    await Promise.all(spokes.map((spoke) => lookAfter(spoke, ports, options.interval, tell)));
    return exitCodes.ok;
  }
  const passes = await Promise.all(spokes.map((spoke) => onePass(spoke, ports)));
  passes.forEach(tell);
  return passes.some(failed) ? exitCodes.someFailed : exitCodes.ok;
}
