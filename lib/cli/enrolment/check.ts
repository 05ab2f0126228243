import type { Check } from "../../core/enrolment/check.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { type Output, printedAs } from "../outputOption.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import type { FleetSource, Surroundings } from "../surroundings.ts";
import { checkCluster, type ClusterChecks, type Namespaces } from "./checkCluster.ts";
import { checkTable, cures } from "./checkTable.ts";

export interface CheckOptions extends FleetSource {
  readonly namespace?: readonly string[];
  readonly allNamespaces?: boolean;
  readonly group: string;
  readonly output: Output;
  readonly cluster?: readonly string[];
}

/** Tries the way to each cluster and prints what came of it. Nothing is changed anywhere. */
export async function check(options: CheckOptions, { terminal, candidates }: Surroundings): Promise<ExitCode> {
  const all = await Promise.all(
    chosenClusters(await candidates(options), ({ spoke }) => spoke.name, options.cluster).map((candidate) => {
      const { spoke, access } = candidate;
      const context = options.fleet === undefined ? spoke.name : undefined;
      const checked = { cluster: spoke.name, access, context, group: options.group };
      return checkCluster(candidate, namespacesOf(options, spoke.namespaces), checked);
    }),
  );
  if (options.output !== "text") terminal.out(printedAs(options.output, { clusters: all.map(printable) }));
  else {
    terminal.out(checkTable(all, terminal));
    for (const cure of all.flatMap(cures)) terminal.err(terminal.style("red", cure));
  }
  return all.every(isEnrolled) ? exitCodes.ok : exitCodes.someFailed;
}

/** The namespaces that `enrol --apply` would take; of a fleet file those that it names. */
function namespacesOf({ fleet, namespace, allNamespaces }: CheckOptions, ofSpoke: Namespaces): Namespaces {
  if (allNamespaces === true) return [];
  return namespace ?? (fleet === undefined ? ["default"] : ofSpoke);
}

const isFailed = ({ kind }: Check): boolean => kind === "failed";
const isEnrolled = ({ checks }: ClusterChecks): boolean => !checks.some(isFailed);

const printable = (one: ClusterChecks) => ({ cluster: one.cluster, enrolled: isEnrolled(one), steps: one.checks });
