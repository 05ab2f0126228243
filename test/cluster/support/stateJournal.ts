import { readFile } from "node:fs/promises";

/** One line of the journal that the counting job keeps (rig/job/Journal.java). */
interface Line {
  readonly kind: "started" | "alive" | "snapshot" | "completed" | "ended";
  /** Milliseconds since 1970; all clusters of the rig have one clock. */
  readonly at: number;
  readonly job: string;
  /** A JVM, told from every other one, also where pods have the same name. */
  readonly process: string;
  readonly subtask: number;
  /** How many numbers this subtask has counted, over all lives of the job. */
  readonly total: number;
  readonly checkpoint: number;
}

/** From the start of one subtask of a job to the last thing heard of it. */
export interface Run {
  readonly job: string;
  readonly process: string;
  readonly subtask: number;
  readonly from: number;
  readonly to: number;
  /** What it went on from. */
  readonly startTotal: number;
  readonly lastTotal: number;
  /** The totals of its completed checkpoints and savepoints, in order. */
  readonly completed: readonly number[];
}

/** Nothing where no job has ever started. */
export async function readJournal(path: string): Promise<readonly Run[]> {
  return runsOf(linesOf(await textOf(path)));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

/** The last line may be half written. */
const linesOf = (text: string): readonly Line[] =>
  text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map(lineOf);

function lineOf(line: string): Line {
  const [kind, at, job = "", process = "", ...numbers] = line.split(" ");
  const [subtask = 0, total = 0, checkpoint = 0] = numbers.map(Number);
  return { kind: kind as Line["kind"], at: Number(at), job, process, subtask, total, checkpoint };
}

function runsOf(lines: readonly Line[]): readonly Run[] {
  const runs: Line[][] = [];
  const current = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.job} ${line.process} ${line.subtask}`;
    if (line.kind === "started") {
      const run = [line];
      runs.push(run);
      current.set(key, run);
    } else {
      current.get(key)?.push(line);
    }
  }
  return runs.map(runOf);
}

function runOf(lines: readonly Line[]): Run {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) throw new Error("a run begins with its start");
  const { job, process, subtask, at: from, total: startTotal } = first;
  const completed = lines
    .filter(({ kind }) => kind === "completed")
    .map(({ checkpoint: id }) => lines.find(({ kind, checkpoint }) => kind === "snapshot" && checkpoint === id)?.total)
    .filter((total) => total !== undefined);
  return { job, process, subtask, from, to: last.at, startTotal, lastTotal: last.total, completed };
}

/** What must never be: a start from less than what was complete by then, in a journal of jobs of one parallelism. */
export function lostState(runs: readonly Run[]): readonly string[] {
  const newest = new Map<number, number>();
  return runs.flatMap(({ job, subtask, startTotal, completed }) => {
    const before = newest.get(subtask) ?? 0;
    newest.set(subtask, Math.max(startTotal, ...completed));
    return startTotal < before ? [`job ${job} started from ${startTotal}, and ${before} was complete before`] : [];
  });
}

/** What must never be either: two JVMs that count at the same time, be it for one job or for two. */
export function runTwice(runs: readonly Run[]): readonly string[] {
  return runs.flatMap((a, index) =>
    runs
      .slice(index + 1)
      .filter((b) => a.process !== b.process && (a.job !== b.job || a.subtask === b.subtask))
      .filter((b) => a.from <= b.to && b.from <= a.to)
      .map((b) => `${told(a)} and ${told(b)} at once`),
  );
}

const told = ({ job, process, from, to }: Run): string =>
  `job ${job} in ${process} from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
