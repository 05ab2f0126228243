import { Command, CommanderError } from "commander";
import { Faulted } from "../core/fault.ts";
import { demoCommand } from "./commands/demo.ts";
import { enrolCommand } from "./commands/enrol.ts";
import { renderCommand } from "./commands/render.ts";
import { runCommand } from "./commands/run.ts";
import { statusCommand } from "./commands/status.ts";
import { type ExitCode, exitCodes } from "./exitCodes.ts";
import type { Surroundings } from "./surroundings.ts";
import { UserError } from "./userError.ts";

/** Runs one command line (without `node` and the script). Throws nothing but bugs. */
export async function flinkFleet(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const ended = (with_: ExitCode): void => void (code = with_);
  const { terminal } = surroundings;
  const program = new Command("flink-fleet")
    .description("Looks after Apache Flink on many Kubernetes clusters, with nothing installed in them.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .showHelpAfterError("(--help shows how it is meant)");
  for (const command of [demoCommand, renderCommand, statusCommand, runCommand, enrolCommand])
    command(program, surroundings, ended);
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    return userFault(error, surroundings);
  }
}

/** What the user can mend is said in one line; anything else is a bug and keeps its stack trace. */
function userFault(error: unknown, { terminal }: Surroundings): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.userError;
  if (!(error instanceof UserError || error instanceof Faulted)) throw error;
  terminal.err(`${terminal.style("red", "error:")} ${error.message}`);
  return exitCodes.userError;
}
