import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { liveDemo, settledDemo } from "../demo.ts";
import { applyExamples } from "../demoExamples.ts";
import { isSimulatedKubeconfig } from "../simulatedKubeconfig.ts";
import type { Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";

interface DemoOptions {
  readonly once?: boolean;
  readonly kubeconfig: string;
}

const clusters = ["eu-west", "us-east", "ap-south"];

const explanation = {
  about: `
Needs nothing but this machine: three Kubernetes clusters and the Flink in them are simulated in memory and served on
loopback. The resources of examples/ are applied to them and looked after as on real clusters. kubectl and the other
commands of flink-fleet work with the kubeconfig that is written, for as long as the demo runs.

What is not as on real clusters: every image is there (unless its name holds "does-not-exist", to see what happens), and
every job runs until it is cancelled; pods have no logs; what only the CEL rules of the CRDs refuse is taken, and then
reported as invalid.
`,
  examples: `
flink-fleet demo                 shows the fleet until Ctrl-C
flink-fleet demo --once          runs until everything has settled, prints the fleet and ends
kubectl --kubeconfig flink-fleet-demo.kubeconfig --context us-east get flinkdeployments
`,
};

export function demoCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  explained(program.command("demo"), explanation)
    .description("show a simulated fleet of three clusters at work")
    .option("--once", "run until all is settled, as fast as it goes, print the fleet and end")
    .option("--kubeconfig <file>", "where the kubeconfig is written", "flink-fleet-demo.kubeconfig")
    .action(async (options: DemoOptions) => ended(await demo(options, surroundings)));
}

async function demo({ once, kubeconfig }: DemoOptions, surroundings: Surroundings): Promise<ExitCode> {
  refuseForeign(kubeconfig);
  const simulation = await surroundings.simulation(clusters);
  writeFileSync(kubeconfig, simulation.kubeconfig);
  try {
    const source = { kubeconfig, allContexts: true };
    await applyExamples(await surroundings.installations(source));
    const known = await surroundings.fleet(source);
    const show = { ...surroundings, ...known, clock: simulation.clock, simulation, kubeconfig };
    if (once !== true) await liveDemo(show);
    else if (!(await settledDemo(show))) return exitCodes.someFailed;
    return exitCodes.ok;
  } finally {
    // Another demo may have written its own in the meantime.
    if (existsSync(kubeconfig) && readFileSync(kubeconfig, "utf8") === simulation.kubeconfig) rmSync(kubeconfig);
    await simulation.close();
  }
}

/** Elsewhere `--kubeconfig` names a file to read: whoever gives theirs here must not lose it. */
function refuseForeign(kubeconfig: string): void {
  if (!existsSync(kubeconfig) || isSimulatedKubeconfig(readFileSync(kubeconfig, "utf8"))) return;
  throw new UserError(
    `${kubeconfig} is there and was not written by a demo: give --kubeconfig the name of a file that may be written over and removed`,
  );
}
