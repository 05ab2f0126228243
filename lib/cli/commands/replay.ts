import type { Command } from "commander";
import { explained } from "../explained.ts";
import { type ExitCode, exitCodes } from "../exitCodes.ts";
import { type Output, printedAs, withOutput } from "../outputOption.ts";
import { recordingLines } from "../replaying/recordingLines.ts";
import { replayed, type Replay } from "../replaying/replayed.ts";
import { replayText } from "../replaying/replayText.ts";
import type { Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";

interface ReplayOptions {
  readonly output: Output;
}

const explanation = {
  about: `
Each recording holds what was seen, the time and the defaults of a decision, without secrets, and what was decided. The
rules of this flink-fleet decide once more upon the same; what differs is named field by field. Nothing is sent anywhere.
The exit code is 1 where a decision differs, or a line is no recording of this version.
`,
  examples: `
flink-fleet run --once --record decisions.jsonl      recordings of all that one pass decides
flink-fleet replay decisions.jsonl
grep payments decisions.jsonl | flink-fleet replay -
flink-fleet replay decisions.jsonl -o json
`,
};

export function replayCommand(program: Command, surroundings: Surroundings, ended: (code: ExitCode) => void): void {
  const command = explained(program.command("replay"), explanation)
    .description("make recorded decisions again, and tell what is decided otherwise")
    .argument("<files...>", "recordings as lines of JSON, or one alone; - for stdin");
  withOutput(command).action(async (files: readonly string[], options: ReplayOptions) =>
    ended(await replay(files, options, surroundings)),
  );
}

async function replay(
  files: readonly string[],
  { output }: ReplayOptions,
  { terminal }: Surroundings,
): Promise<ExitCode> {
  const counts = { same: 0, different: 0, undecided: 0, unreadable: 0, cutOff: 0 };
  const others: Replay[] = [];
  for (const file of files) {
    for await (const line of recordingLines(file, terminal)) {
      const one = replayed(line);
      counts[one.kind] += 1;
      if (one.kind === "same") continue;
      if (output === "text") terminal.err(replayText(one));
      else others.push(one);
    }
  }
  if (counts.same + wrong(counts) === 0) throw new UserError(`no recording is in ${files.join(", ")}`);
  terminal.out(output === "text" ? countsText(counts) : printedAs(output, { ...counts, others }));
  return wrong(counts) === 0 ? exitCodes.ok : exitCodes.differs;
}

type Counts = Readonly<Record<Replay["kind"], number>>;

const wrong = ({ different, undecided, unreadable }: Counts): number => different + undecided + unreadable;

/** `42 decisions replayed: 41 the same, 1 different` */
function countsText({ same, different, undecided, unreadable }: Counts): string {
  const told = Object.entries({ different, undecided, unreadable }).filter(([, count]) => count > 0);
  const all = told.reduce((sum, [, count]) => sum + count, same);
  const parts = [`${same} the same`, ...told.map(([kind, count]) => `${count} ${kind}`)];
  return `${all} ${all === 1 ? "decision" : "decisions"} replayed: ${parts.join(", ")}`;
}
