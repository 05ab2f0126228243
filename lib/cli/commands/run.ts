import { type Command, InvalidArgumentError, Option } from "commander";
import { duration } from "../../api/duration.ts";
import { type Millis, millis, seconds } from "../../core/time.ts";
import type { Spoke } from "../../ports/index.ts";
import type { Sweep } from "../../shell/sweep.ts";
import { Changes } from "../changes.ts";
import { type ExitCode, exitCodes, exitCodesHelp } from "../exitCodes.ts";
import { collected, withFleetFile, withFleetOptions } from "../fleetOptions.ts";
import { failed, lookAfter, onePass, soonest } from "../lookAfter.ts";
import { silent } from "../silent.ts";
import type { FleetSource, Surroundings } from "../surroundings.ts";

interface RunOptions extends FleetSource {
  readonly interval: Millis;
  readonly once?: boolean;
  readonly log?: boolean;
  readonly namespace?: readonly string[];
}

const help = `
Looks at every resource of the clusters at each interval, and sooner at what is on its way. Prints one line for each
change. A cluster that cannot be reached does not hold up the others, and is tried again at the next interval. Any
number of these may run at the same time.

Examples:
  flink-fleet run --kubeconfig clusters.yaml --all-contexts
  flink-fleet run --context prod-eu --context prod-us --interval 30s
  flink-fleet run --context prod-eu -n payments        with rights in one namespace only
  flink-fleet run --fleet fleet.yaml --once            one pass, for a cron job
${exitCodesHelp}`;

export function runCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = program.command("run").description("look after the fleet from here, until interrupted");
  withFleetFile(withFleetOptions(command))
    .addOption(
      new Option("--interval <time>", "time between two looks, such as 15s or 2m")
        .argParser(intervalOf)
        .default(seconds(15), "15s"),
    )
    .option(
      "-n, --namespace <name>",
      "only this namespace, repeatable (default: all that the fleet looks after)",
      collected,
    )
    .option("--once", "make one pass over every cluster and end")
    .option("--log", "write what each look decides to stderr too, as lines of JSON")
    .addHelpText("after", help)
    .action(async (options: RunOptions) => ended(await run(options, surroundings)));
}

function intervalOf(text: string): Millis {
  const time = duration.safeParse(text);
  if (time.success && time.data >= soonest) return millis(time.data);
  throw new InvalidArgumentError("Write a time of at least 1s, such as 15s or 2m.");
}

const within = (spoke: Spoke, namespaces: readonly string[] | undefined): Spoke =>
  namespaces === undefined ? spoke : { ...spoke, namespaces };

async function run(options: RunOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { fleet, defaults } = await surroundings.fleet(options);
  const { terminal, clock } = surroundings;
  const spokes = (await fleet.spokes()).map((spoke) => within(spoke, options.namespace));
  const once = options.once === true;
  terminal.err(`Looking after ${spokes.map(({ name }) => name).join(", ")}${once ? "" : "; Ctrl-C ends it"}`);
  const changes = new Changes();
  const tell = (pass: Sweep): void => changes.since(pass, clock.now()).forEach(terminal.out);
  const ports = { ...surroundings, defaults, ...(options.log === true ? {} : { log: silent }) };
  if (!once) {
    await Promise.all(spokes.map((spoke) => lookAfter(spoke, ports, options.interval, tell)));
    return exitCodes.ok;
  }
  const passes = await Promise.all(spokes.map((spoke) => onePass(spoke, ports)));
  passes.forEach(tell);
  return passes.some(failed) ? exitCodes.someFailed : exitCodes.ok;
}
