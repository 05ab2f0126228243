import { type Command, Option } from "commander";
import type { Charge } from "../../api/charge.ts";
import { charge } from "../../api/charge.ts";
import { type Millis, minutes, seconds } from "../../core/time.ts";
import { type Output, withOutput } from "../outputOption.ts";
import { type SelectionOptions, withSelection } from "../selection/selectionOptions.ts";
import { timed } from "../timeOption.ts";

export interface AdoptOptions extends SelectionOptions {
  readonly mode?: Charge | undefined;
  readonly handBack?: boolean | undefined;
  readonly operatorStopped?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly timeout: Millis;
  /** Between two looks of --wait. */
  readonly between: Millis;
  readonly output: Output;
}

export function withAdoption(command: Command): Command {
  return withOutput(
    withSelection(command)
      .addOption(
        new Option("--mode <mode>", "what flink-fleet is to do for them (default: operate)").choices(charge.options),
      )
      .addOption(
        new Option("--hand-back", "leave them as the Apache operator would have them, and only observe them").conflicts(
          "mode",
        ),
      )
      .addOption(
        new Option(
          "--operator-stopped",
          "you say that no other operator acts on them: go on where that cannot be looked at; what is seen still refuses",
        ),
      )
      .option("--dry-run", "print what is found and what would be done, and change nothing")
      .option("-y, --yes", "do not ask before more than one resource changes hands")
      .option("--wait", "until what is under way has come to its end, or --timeout is over")
      .addOption(timed("--timeout <time>", "how long --wait waits", "10m", minutes(10)))
      .addOption(timed("--between <time>", "time between two looks of --wait", "5s", seconds(5))),
  );
}
