import { Faulted } from "../../core/fault.ts";
import { later } from "../../core/time.ts";
import { giveCharge, handBack } from "../../shell/adoption/giveCharge.ts";
import { saidCharge } from "../../core/charge/chargeOf.ts";
import { advice } from "../advice.ts";
import { confirmed } from "../changing/confirmed.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { printedAs } from "../outputOption.ts";
import { printableFailures } from "../printableFailures.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import { type Findings, type Found, findings } from "../selection/found.ts";
import { refuseMissing } from "../selection/missingNames.ts";
import { refuseEverything } from "../selection/refuseEverything.ts";
import { selectorsOf } from "../selection/selectorsOf.ts";
import type { KnownFleet, Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";
import type { Adopted, Adoption, Transfer } from "./adoption.ts";
import { adoptedLines } from "./adoptedLines.ts";
import type { AdoptOptions } from "./adoptOptions.ts";
import { withObstacles } from "./obstacles.ts";
import { standingOf } from "./standing.ts";
import { withSessionJobs } from "./withSessionJobs.ts";

/** Changes who is in charge of what is selected, after a look at each whether that can be done now. */
export async function adopt(
  names: readonly string[],
  options: AdoptOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  refuseEverything(names, options);
  const transfer = transferOf(options);
  const selectors = selectorsOf(names, options);
  const known = await surroundings.fleet(options);
  const spokes = chosenClusters(await known.fleet.spokes(), ({ name }) => name, options.cluster);
  const first = await findings(selectors, spokes);
  const seen = first.found.map(({ subject }) => subject);
  await refuseMissing(selectors, { seen, failures: first.failures }, spokes);
  const adoptions = await looked(
    await withSessionJobs(first.found),
    { transfer, defaults: known.defaults, options },
    surroundings,
  );
  const isDry = options.dryRun === true;
  const moving = adoptions.filter((one) => one.obstacle === undefined && !isDone(one, transfer));
  if (!isDry && moving.length > 1 && options.yes !== true) {
    await confirmed(
      wordOf(transfer),
      moving.map(({ of }) => of),
      surroundings.terminal,
    );
  }
  const results: Adopted[] = [];
  for (const one of adoptions) results.push(await carriedOut(one, transfer, isDry));
  return report(results, first, options, surroundings);
}

function transferOf({ mode, handBack: isBack = false, operatorStopped = false }: AdoptOptions): Transfer {
  const to = isBack ? "observe" : (mode ?? "operate");
  if (operatorStopped && to !== "operate")
    throw new UserError("--operator-stopped goes with taking over (--mode operate): observe and shadow write nothing");
  return { to, handBack: isBack, operatorStopped };
}

const wordOf = ({ to, handBack: isBack }: Transfer): string => (isBack ? "hand back" : `${to} from now on`);

interface Adopting {
  readonly transfer: Transfer;
  readonly defaults: KnownFleet["defaults"];
  readonly options: AdoptOptions;
}

/** Looks again and again for as long as something is under way that is waited for. */
async function looked(
  found: readonly Found[],
  { transfer, defaults, options }: Adopting,
  { clock, sleep, stopped, terminal }: Surroundings,
): Promise<readonly Adoption[]> {
  const end = later(clock.now(), options.timeout);
  for (let all = found; ; all = await readAgain(all)) {
    const standing = await Promise.all(all.map(async (of) => ({ of, standing: await standingOf(of, defaults) })));
    const adoptions = await withObstacles(standing, transfer, { now: clock.now(), sleep });
    const blocked = adoptions.filter(({ obstacle }) => obstacle !== undefined);
    const isOver = options.wait !== true || blocked.length === 0 || clock.now() >= end || stopped();
    terminal.progress(isOver ? undefined : `waiting for ${blocked.length} of ${adoptions.length}`);
    if (isOver) return adoptions;
    await sleep(options.between);
  }
}

/** What has gone meanwhile is as it was. */
const readAgain = async (all: readonly Found[]): Promise<readonly Found[]> =>
  await Promise.all(
    all.map(async (one) => {
      const { kind, namespace, name } = one.subject;
      return { ...one, object: (await one.cluster.read({ kind, namespace, name })) ?? one.object };
    }),
  );

/** It says so itself, and nothing of us is left in it where that is asked for. */
function isDone({ of: { object } }: Adoption, { to, handBack: isBack }: Transfer): boolean {
  const { fleet } = (object["status"] ?? {}) as { readonly fleet?: unknown };
  return saidCharge(object.metadata) === to && !(isBack && fleet !== undefined);
}

async function carriedOut(one: Adoption, transfer: Transfer, isDry: boolean): Promise<Adopted> {
  const { of, standing, obstacle } = one;
  const result = { ...standing, to: transfer.handBack ? ("handed back" as const) : transfer.to };
  if (obstacle !== undefined) return { ...result, outcome: "refused", because: obstacle };
  if (isDone(one, transfer)) return { ...result, outcome: "unchanged" };
  if (isDry) return { ...result, outcome: "wouldBeDone" };
  try {
    if (transfer.handBack) await handBack(of.object, of.cluster);
    else await giveCharge(of.object, transfer.to, of.cluster);
    return { ...result, outcome: "done" };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { ...result, outcome: "refused", because: `${error.message}: try again` };
  }
}

function report(
  results: readonly Adopted[],
  { failures }: Findings,
  { output, dryRun = false }: AdoptOptions,
  { terminal }: Surroundings,
): ExitCode {
  if (output !== "text")
    terminal.out(printedAs(output, { dryRun, resources: results, failures: printableFailures(failures) }));
  else
    for (const one of results) (one.outcome === "refused" ? terminal.err : terminal.out)(adoptedLines(one, terminal));
  for (const failure of failures) terminal.err(terminal.style("red", advice(failure)));
  const isGood = failures.length === 0 && results.every(({ outcome }) => outcome !== "refused");
  return isGood ? exitCodes.ok : exitCodes.someFailed;
}
