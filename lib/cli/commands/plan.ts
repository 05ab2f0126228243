import { type Command, Option } from "commander";
import type { FleetPlan } from "../../api/plan.ts";
import { isUnseen } from "../../core/planning/blockers.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { explained } from "../explained.ts";
import { collected } from "../fleetOptions.ts";
import { type Output, printedAs } from "../outputOption.ts";
import { keepPlan, refuseNoPlace } from "../planning/keepPlan.ts";
import { madePlan, type PlanInput } from "../planning/madePlan.ts";
import { planMarkdown } from "../planning/planMarkdown.ts";
import { planText } from "../planning/planText.ts";
import { namesArgument, withSelection } from "../selection/selectionOptions.ts";
import type { Surroundings } from "../surroundings.ts";

interface PlanOptions extends PlanInput {
  readonly output: Output | "markdown";
  readonly out?: string;
}

const explanation = {
  about: `
Reads what is in the clusters and says what would be done: with -f once the files are applied, without for what is there
now. Nothing is written. A file goes to the only cluster, to those that --cluster names, or to each that has its resource
already. Without -n the resources of files that name no namespace are in default.

--out keeps the plan for "flink-fleet apply --plan": it holds the manifests as they are, with their secrets. What is
printed as text or markdown hides them.

Exit code 0: no changes. 2: something would change. 1: the input is wrong, or a cluster or a resource could not be looked at
(NoRights, CannotBeLookedAt ...), so that nobody can tell.
`,
  examples: `
flink-fleet plan -f orders.yaml                       what applying this file would do
helm template orders | flink-fleet plan -f - --out orders.plan
flink-fleet plan --fleet fleet.yaml                   what is about to be done in the fleet now
flink-fleet plan -f deploy/ -o markdown               for a comment on a pull request
`,
};

export function planCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("plan"), explanation)
    .description("say what would be done, for what is in the clusters now or for files, and change nothing")
    .argument("[names...]", namesArgument)
    .option(
      "-f, --filename <file>",
      "resources that are not applied yet: a file, a directory with all below it, or - for stdin; repeatable",
      collected,
    );
  withSelection(command)
    .addOption(
      new Option("-o, --output <format>", "how to print").choices(["text", "json", "yaml", "markdown"]).default("text"),
    )
    .option("--out <file>", "keep the plan in this file, for apply --plan")
    .action(async (names: readonly string[], options: PlanOptions) => ended(await plan(names, options, surroundings)));
}

async function plan(names: readonly string[], options: PlanOptions, surroundings: Surroundings): Promise<ExitCode> {
  if (options.out !== undefined) refuseNoPlace(options.out);
  const made = await madePlan(names, options, surroundings);
  const { terminal } = surroundings;
  if (options.out !== undefined) keepPlan(options.out, made);
  terminal.out(printedPlan(made, options.output, surroundings));
  for (const { message } of made.failures) terminal.err(terminal.style("red", message));
  if (options.out !== undefined) terminal.err(`kept in ${options.out}: flink-fleet apply --plan ${options.out}`);
  if (made.failures.length > 0 || made.resources.some(isUnseen)) return exitCodes.userError;
  return made.totals.changed > 0 ? exitCodes.changes : exitCodes.ok;
}

function printedPlan(made: FleetPlan, output: PlanOptions["output"], { terminal, clock }: Surroundings): string {
  if (output === "text") return planText(made, clock.now(), terminal.style);
  return output === "markdown" ? planMarkdown(made, clock.now()) : printedAs(output, made);
}
