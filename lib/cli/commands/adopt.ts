import type { Command } from "commander";
import { adopt } from "../adopting/adopt.ts";
import { type AdoptOptions, withAdoption } from "../adopting/adoptOptions.ts";
import type { ExitCode } from "../exitCodes.ts";
import { explained } from "../explained.ts";
import { namesArgument } from "../selection/selectionOptions.ts";
import type { Surroundings } from "../surroundings.ts";

const explanation = {
  about: `
Who is in charge of a resource is its annotation flink-fleet/charge: observe, shadow or operate; where there is none, the
fleet file says it. observe writes nothing. shadow writes nothing either, and tells in its log what it would do. operate
takes a resource over as it is: its job goes on. That is refused while another operator watches the resource: stop that
first. It is refused too where Deployments of all namespaces, or the ConfigMap of an operator that runs, cannot be read:
--operator-stopped is your word that no other operator acts on it. Whatever leaves operate has to be at rest. Session
clusters change hands with all of their jobs. Without a fleet file everything that does not say otherwise is operated.
`,
  examples: `
flink-fleet adopt --fleet fleet.yaml -A --dry-run          what is there, and what would stand against it
flink-fleet adopt --fleet fleet.yaml -n payments --mode shadow --yes
flink-fleet adopt --fleet fleet.yaml payments/orders       operate it from now on
flink-fleet adopt --fleet fleet.yaml payments/orders --hand-back --wait
`,
};

export function adoptCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("adopt"), explanation)
    .description("take resources over from another operator, only look at them, or hand them back")
    .argument("[names...]", namesArgument);
  withAdoption(command).action(async (names: readonly string[], options: AdoptOptions) =>
    ended(await adopt(names, options, surroundings)),
  );
}
