import { type Command, InvalidArgumentError, Option } from "commander";
import { type Millis, millis, minutes, seconds } from "../../core/time.ts";
import type { Spoke } from "../../ports/index.ts";
import { type Sweep, sweep } from "../../shell/sweep.ts";
import type { OperatorDefaults } from "../../core/configuration/defaults.ts";
import { duration } from "../../api/duration.ts";
import { Changes } from "../changes.ts";
import { type ExitCode, exitCodes, exitCodesHelp } from "../exitCodes.ts";
import { withFleetFile, withFleetOptions } from "../fleetOptions.ts";
import type { FleetSource, Surroundings } from "../surroundings.ts";

interface RunOptions extends FleetSource {
  readonly interval: Millis;
  readonly once?: boolean;
}

interface WithDefaults {
  readonly defaults: OperatorDefaults;
}

const limits = { spoke: minutes(5), resource: minutes(1) };
/** A resource on its way may ask for a look sooner than the interval, but not more often than this. */
const soonest = seconds(1);

const help = `
Looks at every resource of the clusters at each interval, and sooner at what is on its way. Prints one line for each
change. A cluster that cannot be reached does not hold up the others. Any number of these may run at the same time.

Examples:
  flink-fleet run --kubeconfig clusters.yaml --all-contexts
  flink-fleet run --context prod-eu --context prod-us --interval 30s
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
    .option("--once", "make one pass over every cluster and end")
    .addHelpText("after", help)
    .action(async (options: RunOptions) => ended(await run(options, surroundings)));
}

function intervalOf(text: string): Millis {
  const time = duration.safeParse(text);
  if (time.success && time.data >= soonest) return millis(time.data);
  throw new InvalidArgumentError("Write a time of at least 1s, such as 15s or 2m.");
}

async function run(options: RunOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { fleet, defaults } = await surroundings.fleet(options);
  const spokes = await fleet.spokes();
  const names = spokes.map(({ name }) => name).join(", ");
  surroundings.terminal.err(`Looking after ${names}${options.once === true ? "" : "; Ctrl-C ends it"}`);
  const all = await Promise.all(spokes.map((spoke) => lookAfter(spoke, options, { ...surroundings, defaults })));
  return options.once === true && all.includes(exitCodes.someFailed) ? exitCodes.someFailed : exitCodes.ok;
}

/** Each cluster has a loop of its own, so that a slow one delays no other. */
async function lookAfter(
  spoke: Spoke,
  options: RunOptions,
  surroundings: Surroundings & WithDefaults,
): Promise<ExitCode> {
  const { clock, terminal, stopped, sleep } = surroundings;
  const changes = new Changes();
  for (;;) {
    const pass = await sweep(spoke, surroundings, limits);
    for (const line of changes.since(pass, clock.now())) terminal.out(line);
    if (options.once === true) return failed(pass) ? exitCodes.someFailed : exitCodes.ok;
    if (!stopped()) await sleep(pause(pass, options.interval));
    if (stopped()) return exitCodes.ok;
  }
}

const failed = (pass: Sweep): boolean =>
  pass.kind === "unreachable" || pass.results.some(({ failure }) => failure !== undefined);

function pause(pass: Sweep, longest: Millis): Millis {
  const wakes = pass.kind === "unreachable" ? [] : pass.results.map(({ wake }) => wake);
  const times = wakes.filter((wake) => wake !== "on schedule");
  return millis(Math.max(soonest, Math.min(longest, ...times)));
}
