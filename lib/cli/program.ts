import { Command, CommanderError } from "commander";
import { Faulted } from "../core/fault.ts";
import { adoptCommand } from "./commands/adopt.ts";
import { applyCommand } from "./commands/apply.ts";
import { changeCommands } from "./commands/change.ts";
import { completionCommand } from "./commands/completion.ts";
import { demoCommand } from "./commands/demo.ts";
import { enrolCommand } from "./commands/enrol.ts";
import { explainCommand } from "./commands/explain.ts";
import { planCommand } from "./commands/plan.ts";
import { renderCommand } from "./commands/render.ts";
import { replayCommand } from "./commands/replay.ts";
import { runCommand } from "./commands/run.ts";
import { statusCommand } from "./commands/status.ts";
import { explained } from "./explained.ts";
import { type ExitCode, exitCodes } from "./exitCodes.ts";
import type { Surroundings } from "./surroundings.ts";
import { UserError } from "./userError.ts";

/** Runs one command line (without `node` and the script). Throws nothing but bugs. */
export async function flinkFleet(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = programOf(surroundings, (with_) => void (code = with_));
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    return userFault(error, surroundings);
  }
}

const commands = [
  demoCommand,
  renderCommand,
  planCommand,
  applyCommand,
  statusCommand,
  explainCommand,
  runCommand,
  changeCommands,
  adoptCommand,
  enrolCommand,
  replayCommand,
  completionCommand,
];

/** All commands; `ended` hears the exit code of the one that was run. */
export function programOf(surroundings: Surroundings, ended: (code: ExitCode) => void): Command {
  const { terminal } = surroundings;
  const program = new Command("flink-fleet")
    .description("Looks after Apache Flink on many Kubernetes clusters, with nothing installed in them.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .showHelpAfterError("(--help shows how it is meant)");
  for (const command of commands) command(program, surroundings, ended);
  return explained(program, explanation);
}

const explanation = {
  examples: `
flink-fleet demo                          a simulated fleet, to try the other commands on
flink-fleet status                        what there is in the current context of your kubeconfig
flink-fleet restart orders --wait         once it is looked after
flink-fleet COMMAND --help                options and examples of a command
`,
};

/** What the user can mend is said in one line; anything else is a bug and keeps its stack trace. */
function userFault(error: unknown, { terminal }: Surroundings): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.userError;
  if (!(error instanceof UserError || error instanceof Faulted)) throw error;
  const cure = error instanceof Faulted && isNoKubeconfig(error) ? noKubeconfig : "";
  terminal.err(`${terminal.style("red", "error:")} ${error.message}${cure}`);
  return exitCodes.userError;
}

const isNoKubeconfig = ({ fault }: Faulted): boolean =>
  fault.kind === "missing" && fault.what.startsWith("kubeconfig ");
const noKubeconfig = ": name one with --kubeconfig or in KUBECONFIG, or a fleet file with --fleet";
