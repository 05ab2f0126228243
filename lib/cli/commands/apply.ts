import type { Command } from "commander";
import type { FleetPlan } from "../../api/plan.ts";
import { type Millis, minutes } from "../../core/time.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { explained } from "../explained.ts";
import { collected } from "../fleetOptions.ts";
import { type Output, printedAs, withOutput } from "../outputOption.ts";
import { applyPlan, type Outcome } from "../planning/applyPlan.ts";
import { carryOut } from "../planning/carryOut.ts";
import { madePlan } from "../planning/madePlan.ts";
import { placeText, planText } from "../planning/planText.ts";
import { readPlan } from "../planning/readPlan.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { namesArgument, type SelectionOptions, withSelection } from "../selection/selectionOptions.ts";
import { silent } from "../silent.ts";
import type { Surroundings } from "../surroundings.ts";
import { timed } from "../timeOption.ts";
import { UserError } from "../userError.ts";

interface ApplyOptions extends SelectionOptions {
  readonly plan?: string;
  readonly filename?: readonly string[];
  readonly run?: boolean;
  readonly yes?: boolean;
  readonly timeout: Millis;
  readonly output: Output;
}

const explanation = {
  about: `
With --plan it does what was planned, and nothing else: everything is planned again, and where anything would come out
differently it is named, and nothing is written for that resource. With -f it plans, shows the plan and asks.

What is written are the resources (server-side apply, field manager flink-fleet-apply, only onto what was looked at).
Whoever looks after the fleet carries it out: its functions, or flink-fleet run. With --run it is carried out from here as
well, until it is settled.
`,
  examples: `
flink-fleet plan -f orders.yaml --out orders.plan && flink-fleet apply --plan orders.plan
flink-fleet apply -f orders.yaml
flink-fleet apply -f deploy/ --yes --run --timeout 15m
`,
};

export function applyCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("apply"), explanation)
    .description("do what was planned, if that would still come out the same; or plan, ask and do it")
    .argument("[names...]", namesArgument)
    .option("--plan <file>", "a plan that was kept: plan --out, or plan -o json")
    .option(
      "-f, --filename <file>",
      "resources: a file, a directory with all below it, or - for stdin; repeatable",
      collected,
    );
  withOutput(withSelection(command))
    .option("-y, --yes", "do not ask")
    .option("--run", "carry it out from here too, until it is settled")
    .addOption(timed("--timeout <time>", "how long --run goes on", "10m", minutes(10)))
    .action(async (names: readonly string[], options: ApplyOptions) =>
      ended(await apply(names, options, surroundings)),
    );
}

async function apply(names: readonly string[], options: ApplyOptions, surroundings: Surroundings): Promise<ExitCode> {
  const plan = await planToApply(names, options, surroundings);
  const { terminal } = surroundings;
  if (plan.failures.length > 0) {
    for (const { message } of plan.failures) terminal.err(terminal.style("red", message));
    throw new UserError("not all clusters could be looked at: nothing was done");
  }
  const { fleet, defaults } = await surroundings.fleet(options);
  const spokes = chosenClusters(await fleet.spokes(), ({ name }) => name, options.cluster);
  const outcomes = await applyPlan(plan, spokes, { ...surroundings, defaults });
  const going = outcomes.filter(({ outcome }) => outcome === "applied" || outcome === "unchanged");
  const around = { ...surroundings, defaults, log: silent };
  const unsettled = options.run === true ? await carryOut(going, around, options.timeout) : [];
  const all = outcomes.map((one) => unsettled.find(({ of }) => of === one.of) ?? one);
  report(all, options, surroundings);
  return all.every(isGood) ? exitCodes.ok : exitCodes.someFailed;
}

/** The plan of a file, or one that is made, shown and agreed to. Throws UserError. */
async function planToApply(
  names: readonly string[],
  options: ApplyOptions,
  surroundings: Surroundings,
): Promise<FleetPlan> {
  const { plan: file, yes } = options;
  refuseBoth(names, options);
  if (file !== undefined) return readPlan(file);
  const made = await madePlan(names, options, surroundings);
  const { terminal, clock } = surroundings;
  terminal.err(planText(made, clock.now(), terminal.style));
  if (yes !== true && made.totals.changed > 0 && made.failures.length === 0) await agreed(surroundings);
  return made;
}

function refuseBoth(names: readonly string[], options: ApplyOptions): void {
  const { plan: file, filename } = options;
  if (file !== undefined && filename !== undefined)
    throw new UserError("--plan holds what is to be applied: leave out -f");
  if (file !== undefined && names.length > 0) throw new UserError("--plan is done as a whole: leave out the names");
  const narrows = narrowing.find(([option]) => options[option] !== undefined);
  if (file !== undefined && narrows !== undefined)
    throw new UserError(`--plan is done as a whole: leave out ${narrows[1]}`);
  if (file === undefined && filename === undefined) throw new UserError("say what to apply: --plan FILE, or -f FILE");
}

const narrowing = [
  ["namespace", "-n"],
  ["allNamespaces", "-A"],
  ["selector", "-l"],
  ["kind", "--kind"],
] as const;

async function agreed({ terminal }: Surroundings): Promise<void> {
  if (terminal.ask === undefined)
    throw new UserError("nobody can be asked here: pass --yes, or apply a plan that was looked at with --plan");
  const answer = await terminal.ask("Apply this plan? [y/N] ");
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new UserError("not confirmed: nothing was changed");
}

const isGood = ({ outcome }: Outcome): boolean => outcome === "applied" || outcome === "unchanged";

function report(outcomes: readonly Outcome[], { output }: ApplyOptions, { terminal }: Surroundings): void {
  if (output !== "text") {
    const resources = outcomes.map(({ of: { cluster, kind, namespace, name }, outcome, lines }) => ({
      cluster,
      kind,
      namespace,
      name,
      outcome,
      lines,
    }));
    terminal.out(printedAs(output, { resources }));
    return;
  }
  for (const one of outcomes) {
    const tell = isGood(one) ? terminal.out : terminal.err;
    const text = `${placeText(one.of)}: ${words[one.outcome]}`;
    tell([isGood(one) ? text : terminal.style("red", text), ...one.lines.map((line) => `  ${line}`)].join("\n"));
  }
}

const words: Readonly<Record<Outcome["outcome"], string>> = {
  applied: "applied",
  unchanged: "nothing to write",
  refused: "nothing was written: it is not as it was planned",
  failed: "failed",
};
