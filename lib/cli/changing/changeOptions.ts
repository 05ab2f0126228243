import { type Command, InvalidArgumentError, Option } from "commander";
import { type Millis, minutes } from "../../core/time.ts";
import { collected } from "../fleetOptions.ts";
import { type Output, withOutput } from "../outputOption.ts";
import { type SelectionOptions, withSelection } from "../selection/selectionOptions.ts";
import { timed } from "../timeOption.ts";

/** What a redeployment sets; what is left out stays as it is. */
export interface RedeployOptions {
  readonly image?: string | undefined;
  readonly digest?: string | undefined;
  readonly allowTag?: boolean | undefined;
  readonly jar?: string | undefined;
  readonly arg?: readonly string[] | undefined;
  /** By whole dotted keys; null takes a key out. */
  readonly config?: Readonly<Record<string, string | null>> | undefined;
}

export interface ChangeOptions extends SelectionOptions, RedeployOptions {
  readonly changeId?: string | undefined;
  /** From now. */
  readonly deadline: Millis;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly timeout: Millis;
  readonly output: Output;
}

/** The same for all commands that change resources. */
export function withChange(command: Command): Command {
  return withOutput(
    withSelection(command)
      .option("--dry-run", "print what would be changed, and change nothing")
      .option("-y, --yes", "do not ask before more than one resource is changed")
      .option("--wait", "until the change is carried out, has failed, or --timeout is over")
      .addOption(timed("--timeout <time>", "how long --wait waits", "10m", minutes(10)))
      .addOption(
        timed("--deadline <time>", "the change has failed if it is not carried out by then", "1h", minutes(60)),
      )
      .option("--change-id <id>", "the same id is the same change, however often it is asked for (default: a new one)"),
  );
}

export function withRedeployment(command: Command): Command {
  return command
    .option(
      "--image <image>",
      "for spec.image: with a digest, or with a tag that is resolved where its registry is ECR",
    )
    .option("--digest <digest>", "what the tag of --image means: sha256:…")
    .option("--allow-tag", "take a tag alone, whatever it may mean tomorrow")
    .option("--jar <uri>", "for spec.job.jarURI")
    .option(
      "--arg <text>",
      "in place of spec.job.args, repeatable; --arg=--name for one that begins with a dash",
      collected,
    )
    .addOption(
      new Option(
        "--config <key=value>",
        "option of spec.flinkConfiguration, by its whole dotted key, repeatable; KEY- takes it out",
      ).argParser(withSetting),
    );
}

type Settings = NonNullable<RedeployOptions["config"]>;

function withSetting(text: string, before: Settings = {}): Settings {
  const [, key = "", value = ""] = /^([^=\s]+)=([^]*)$/.exec(text) ?? [];
  if (key !== "") return { ...before, [key]: value };
  if (/^[^=\s]+-$/.test(text)) return { ...before, [text.slice(0, -1)]: null };
  throw new InvalidArgumentError("Write KEY=VALUE, or KEY- to take it out.");
}
