import type { Action } from "../../core/triggers/changeRequest.ts";
import { advice } from "../advice.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { printedAs } from "../outputOption.ts";
import { printableFailures } from "../printableFailures.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { findings, type Findings } from "../selection/found.ts";
import { refuseMissing } from "../selection/missingNames.ts";
import { refuseEverything } from "../selection/refuseEverything.ts";
import { selectorsOf } from "../selection/selectorsOf.ts";
import type { KnownFleet, Surroundings } from "../surroundings.ts";
import { type AskedFor, askedFor } from "./askedFor.ts";
import type { ChangeOptions } from "./changeOptions.ts";
import { confirmed } from "./confirmed.ts";
import { foreseen } from "./foreseen.ts";
import { made } from "./made.ts";
import { isGood, type Outcome } from "./outcome.ts";
import { outcomeLines } from "./outcomeLine.ts";
import { waited } from "./waited.ts";

/** One command that changes resources, from what is meant to what became of it. */
export async function change(
  action: Action,
  names: readonly string[],
  options: ChangeOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  refuseEverything(names, options);
  const selectors = selectorsOf(names, options);
  const known = await surroundings.fleet(options);
  const asked = await askedFor(action, options, known.allowTags, surroundings);
  const spokes = chosenClusters(await known.fleet.spokes(), ({ name }) => name, options.cluster);
  const findings_ = await findings(selectors, spokes);
  const seen = findings_.found.map(({ subject }) => subject);
  await refuseMissing(selectors, { seen, failures: findings_.failures }, spokes);
  const tell = telling(action, options, surroundings);
  const outcomes =
    options.dryRun === true
      ? await Promise.all(findings_.found.map((one) => foreseen(asked, one, surroundings.clock.now())))
      : await carriedOut({ asked, known, options, tell }, findings_, surroundings);
  if (options.dryRun === true) outcomes.forEach(tell);
  return report({ action, asked, outcomes, findings: findings_ }, options, surroundings);
}

interface Carrying {
  readonly asked: AskedFor;
  readonly known: KnownFleet;
  readonly options: ChangeOptions;
  readonly tell: (outcome: Outcome) => void;
}

async function carriedOut(
  { asked, known, options, tell }: Carrying,
  { found }: Findings,
  surroundings: Surroundings,
): Promise<readonly Outcome[]> {
  const { terminal, clock, ids } = surroundings;
  if (found.length > 1 && options.yes !== true) await confirmed(asked.change.kind, found, terminal);
  const done = await made(asked, found, { clock, ids, defaults: known.defaults });
  for (const { outcome } of done) tell(outcome);
  if (options.wait !== true) return done.map(({ outcome }) => outcome);
  const all = await waited(asked.id, done, { timeout: options.timeout, tell }, surroundings);
  return all.map(({ outcome }) => outcome);
}

/** Programs get all of it at once, in the end. */
const telling =
  (action: Action, { output }: ChangeOptions, { terminal }: Surroundings) =>
  (outcome: Outcome): void => {
    if (output === "text") (isGood(outcome) ? terminal.out : terminal.err)(outcomeLines(outcome, action, terminal));
  };

interface Report {
  readonly action: Action;
  readonly asked: AskedFor;
  readonly outcomes: readonly Outcome[];
  readonly findings: Findings;
}

function report(
  { action, asked: { id, by }, outcomes, findings: { failures } }: Report,
  { output, dryRun = false }: ChangeOptions,
  { terminal }: Surroundings,
): ExitCode {
  const whole = { changeId: id, action, by, dryRun, resources: outcomes, failures: printableFailures(failures) };
  if (output !== "text") terminal.out(printedAs(output, whole));
  for (const failure of failures) terminal.err(terminal.style("red", advice(failure)));
  if (output === "text" && !dryRun && outcomes.length > 0) terminal.err(terminal.style("dim", `change ${id}`));
  return failures.length === 0 && outcomes.every(isGood) ? exitCodes.ok : exitCodes.someFailed;
}
