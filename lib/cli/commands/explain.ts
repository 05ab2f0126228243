import type { Command } from "commander";
import { storyOf, type Story } from "../../core/decisions/story.ts";
import { storyText } from "../../core/decisions/storyText.ts";
import { rfc3339 } from "../../core/time.ts";
import { type ExplainedKind, lookNow } from "../../shell/lookNow.ts";
import { advice } from "../advice.ts";
import { explained } from "../explained.ts";
import { explainedOnes, type ExplainedOne } from "../explaining/explainedOnes.ts";
import { subjectOf } from "../explaining/subjectOf.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { atOption, type NamedTime, pastTime } from "../instantOption.ts";
import { type Output, printedAs, withOutput } from "../outputOption.ts";
import { printableFailures } from "../printableFailures.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { refuseMissing } from "../selection/missingNames.ts";
import { refuseEverything } from "../selection/refuseEverything.ts";
import { namesArgument, type SelectionOptions, withSelection } from "../selection/selectionOptions.ts";
import { selectorsOf } from "../selection/selectorsOf.ts";
import type { KnownFleet, Surroundings } from "../surroundings.ts";

export interface ExplainOptions extends Omit<SelectionOptions, "kind"> {
  readonly kind?: ExplainedKind;
  readonly at?: NamedTime;
  readonly output: Output;
}

const explanation = {
  about: `
Tells who is in charge of a resource, why its job was started and from which state, what was decided since, what happens
next and when, and what stands in its way. The past is read from the resource's own journal of its newest twenty
decisions; for the rest the cluster is looked at as a pass does, and nothing is written. With --at: what was known and
decided at that time, and no look. What the journal has forgotten is in the log of whoever looks after the fleet (lines
with message "Decision").
`,
  examples: `
flink-fleet explain orders
flink-fleet explain payments/orders --cluster prod-eu --at 2h
flink-fleet explain -l team=orders
flink-fleet explain orders --at 2026-11-22T03:00:00Z -o json
flink-fleet explain --kind FlinkStateSnapshot before-the-sale
`,
};

export function explainCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("explain"), explanation)
    .description("tell why a resource is as it is: what was decided about it, and what comes next")
    .argument("[names...]", namesArgument);
  withOutput(withSelection(command, ["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot"]))
    .addOption(atOption("tell what was known then: RFC 3339, or an age such as 2h"))
    .action(async (names: readonly string[], options: ExplainOptions) =>
      ended(await explain(names, options, surroundings)),
    );
}

async function explain(
  names: readonly string[],
  options: ExplainOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  refuseEverything(names, options);
  const { terminal, clock } = surroundings;
  const at = options.at === undefined ? undefined : rfc3339(pastTime(options.at, clock.now()));
  const { kind, ...rest } = options;
  const selectors = selectorsOf(names, kind === "FlinkStateSnapshot" || kind === undefined ? rest : { ...rest, kind });
  const known = await surroundings.fleet(options);
  const spokes = chosenClusters(await known.fleet.spokes(), ({ name }) => name, options.cluster);
  const { found, failures } = await explainedOnes(selectors, kind, spokes);
  const places = found.map(({ object: { metadata } }) => ({
    name: metadata.name,
    namespace: metadata.namespace ?? "",
  }));
  await refuseMissing(selectors, { seen: places, failures }, spokes);
  const stories = await Promise.all(found.map((one) => toldOf(one, at, known, surroundings)));
  if (options.output === "text")
    stories.forEach((story, index) => terminal.out(`${index === 0 ? "" : "\n"}${printed(story)}`));
  else terminal.out(printedAs(options.output, { resources: stories, failures: printableFailures(failures) }));
  for (const failure of failures) terminal.err(terminal.style("red", advice(failure)));
  return failures.length > 0 ? exitCodes.someFailed : exitCodes.ok;
}

async function toldOf(
  { kind, object, spoke }: ExplainedOne,
  at: string | undefined,
  { defaults }: KnownFleet,
  { clock, ids }: Surroundings,
): Promise<Story> {
  const subject = subjectOf(spoke.name, object);
  if (at !== undefined) return storyOf(subject, at);
  return storyOf(subject, undefined, await lookNow(kind, object, spoke, { clock, ids, defaults }));
}

const printed = (story: Story): string => storyText(story).join("\n");
