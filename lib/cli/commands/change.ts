import { Argument, type Command } from "commander";
import { changeNote } from "../../api/resources/changeNote.ts";
import type { Action } from "../../core/triggers/changeRequest.ts";
import { change } from "../changing/change.ts";
import { type ChangeOptions, withChange, withRedeployment } from "../changing/changeOptions.ts";
import type { ExitCode } from "../exitCodes.ts";
import { explained } from "../explained.ts";
import { namesArgument } from "../selection/selectionOptions.ts";
import type { Surroundings } from "../surroundings.ts";

interface Help {
  readonly does: string;
  readonly examples: string;
}

const actions: Readonly<Record<Action, Help>> = {
  restart: {
    does: "start the same again, with its state",
    examples: `
flink-fleet restart orders
flink-fleet restart payments/orders payments/clicks --wait
flink-fleet restart -l team=orders --dry-run
`,
  },
  suspend: {
    does: "stop jobs and keep their state",
    examples: `
flink-fleet suspend orders --wait
flink-fleet suspend -n payments --yes
`,
  },
  resume: {
    does: "let suspended jobs run again",
    examples: `
flink-fleet resume orders --wait --timeout 5m
flink-fleet resume -l team=orders --cluster 'prod-*'
`,
  },
  savepoint: {
    does: "take savepoints of running jobs",
    examples: `
flink-fleet savepoint orders --wait
flink-fleet savepoint -A --fleet fleet.yaml --yes -o json
`,
  },
  redeploy: {
    does: "let another version run: image, jar, arguments, configuration",
    examples: `
flink-fleet redeploy orders --image registry.example.com/orders:2.0 --digest sha256:…
flink-fleet redeploy clicks --kind FlinkSessionJob --jar s3://jars/clicks-2.0.jar --arg=--window --arg 5m
flink-fleet redeploy orders --config execution.checkpointing.interval=1m --config restart-strategy.type- --wait
`,
  },
  rollback: {
    does: "go back to the spec that was stable last, or take the last redeployment back",
    examples: `
flink-fleet rollback orders --dry-run
flink-fleet rollback orders --wait
`,
  },
};

const about = `
The change is made by one patch of each resource (field manager flink-fleet-trigger), with a note of who asked for it. It is
carried out by whoever looks after the fleet: flink-fleet run, or its functions. Where more than one resource is selected
it is asked first. With --wait, superseded and failed changes, and those that are on their way still, make the exit code 2.
`;

/** One command for each change, and `trigger` for any of them. */
export function changeCommands(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  for (const action of changeNote.shape.action.options) {
    const { does, examples } = actions[action];
    const command = withChange(program.command(action).description(does).argument("[names...]", namesArgument));
    explained(command, { about, examples });
    (action === "redeploy" ? withRedeployment(command) : command).action(
      async (names: readonly string[], options: ChangeOptions) =>
        ended(await change(action, names, options, surroundings)),
    );
  }
  triggerCommand(program, surroundings, ended);
}

const triggerExamples = `
flink-fleet trigger "$ACTION" orders --change-id "$BUILD" --wait
flink-fleet trigger redeploy orders --jar s3://jars/orders-2.0.jar
`;

function triggerCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = program
    .command("trigger")
    .description("ask for a change by its name, for scripts: as the command of that name")
    .addArgument(new Argument("<action>", "what is to be done").choices(changeNote.shape.action.options))
    .argument("[names...]", namesArgument);
  withRedeployment(withChange(explained(command, { about, examples: triggerExamples }))).action(
    async (action: Action, names: readonly string[], options: ChangeOptions) =>
      ended(await change(action, names, options, surroundings)),
  );
}
