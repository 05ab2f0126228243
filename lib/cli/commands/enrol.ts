import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { parse } from "yaml";
import * as z from "zod";
import { enrolment } from "../../core/enrolment.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { advice } from "../advice.ts";
import { check } from "../enrolment/check.ts";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { withFleet, withNamespaces } from "../fleetOptions.ts";
import { type Output, outputOption } from "../outputOption.ts";
import { printedObjects } from "../printed.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import type { FleetSource, Installation, Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";

interface EnrolOptions extends FleetSource {
  readonly apply?: boolean;
  readonly check?: boolean;
  readonly output?: Output;
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly allNamespaces?: boolean;
  readonly group: string;
  readonly serviceAccount: string;
  readonly crds: boolean;
}

const explanation = {
  about: `
--check changes nothing. It tries credentials, role, DescribeCluster, token, network and TLS, who the cluster takes us for, CRDs, each rule of our
rights in each namespace (those of the fleet file, or of -n and -A), and Flink's REST API where a FlinkDeployment is up; it says
which step fails, and the cure. It ends with 2 when a step of any cluster fails. Run it as the identity that looks after the clusters.

On EKS the group is that of the access entry:
  aws eks create-access-entry --cluster-name prod-eu --principal-arn <role> --kubernetes-groups flink-fleet
`,
  examples: `
flink-fleet enrol > enrol.yaml                       to review, or for GitOps
flink-fleet enrol --apply --context prod-eu          for one cluster
flink-fleet enrol --apply -n payments -n orders      rights in two namespaces only
flink-fleet enrol -A --group platform-flink          rights in all namespaces, for a group of your own
flink-fleet enrol --check --fleet fleet.yaml         try each step of the way to each cluster
`,
};

export function enrolCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = program
    .command("enrol")
    .description("print, apply or check what a cluster needs: CRDs, rights, accounts");
  withNamespaces(
    withFleet(explained(command, explanation)),
    "namespace where Flink runs, repeatable (default: default)",
  )
    .option("-A, --all-namespaces", "rights in all namespaces, also those made later")
    .option("--apply", "apply it to the clusters instead of printing it")
    .addOption(new Option("--check", "try each step of the way to each cluster, and change nothing").conflicts("apply"))
    .addOption(outputOption("how to print what --check finds (default: text)"))
    .option("--group <name>", "Kubernetes group that flink-fleet comes as", "flink-fleet")
    .option("--service-account <name>", "account for the pods of Flink", "flink")
    .option("--no-crds", "leave out the CRDs")
    .action(async (options: EnrolOptions) => ended(await checkOrEnrol(options, surroundings)));
}

async function checkOrEnrol(options: EnrolOptions, surroundings: Surroundings): Promise<ExitCode> {
  if (options.check === true) return await check({ ...options, output: options.output ?? "text" }, surroundings);
  if (options.output !== undefined)
    throw new UserError("-o goes with --check: what a cluster needs is printed as YAML");
  if (options.fleet !== undefined)
    throw new UserError(
      "--fleet goes with --check: roles of a fleet file may not install anything, so name a --context",
    );
  return await enrol(options, surroundings);
}

async function enrol(options: EnrolOptions, { terminal, installations }: Surroundings): Promise<ExitCode> {
  const objects = wanted(options);
  if (options.apply !== true) {
    terminal.out(printedObjects(objects, "yaml").trimEnd());
    return exitCodes.ok;
  }
  let code: ExitCode = exitCodes.ok;
  const chosen = chosenClusters(await installations(options), ({ cluster }) => cluster, options.cluster);
  for (const installation of chosen) {
    const done = await install(installation, objects);
    if (done === undefined) terminal.out(`${installation.cluster}: ${objects.length} objects applied`);
    else terminal.err(terminal.style("red", done));
    if (done !== undefined) code = exitCodes.someFailed;
  }
  return code;
}

/** `undefined` when all went well. */
async function install(
  { cluster, apply }: Installation,
  objects: readonly KubernetesObject[],
): Promise<string | undefined> {
  try {
    for (const object of objects) await apply(object);
    return undefined;
  } catch (error) {
    if (error instanceof Faulted) return advice({ cluster, fault: error.fault });
    throw error;
  }
}

function wanted(options: EnrolOptions): readonly KubernetesObject[] {
  const rights = enrolment({
    namespaces: options.namespace ?? ["default"],
    everywhere: options.allNamespaces === true,
    group: options.group,
    serviceAccount: options.serviceAccount,
  });
  return options.crds ? [...definitions(), ...rights] : rights;
}

const definition = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal("CustomResourceDefinition"),
  metadata: z.looseObject({ name: z.string() }),
});

const crds = join(import.meta.dirname, "../../../infra/cluster/crds");

const definitions = (): readonly KubernetesObject[] =>
  readdirSync(crds)
    .toSorted()
    .map((file) => definition.parse(parse(readFileSync(join(crds, file), "utf8"))));
