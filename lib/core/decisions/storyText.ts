import type { DecisionNote } from "../../api/resources/decisionNote.ts";
import { parsedInstant } from "../time.ts";
import { chargeText } from "./chargeText.ts";
import { newestText } from "./newestText.ts";
import { type SnapshotCourse, type Start, type Story } from "./story.ts";
import { fromText, timeText } from "./toldTexts.ts";

/** The story in lines for people; without colours, and as long as it is. */
export function storyText(story: Story): readonly string[] {
  const { snapshot } = story.subject;
  const past = snapshot === undefined ? pastText(story) : [...courseText(snapshot), "", ...logText(story)];
  const present = newestText(story);
  return [headline(story), ...chargeText(story), "", ...past, ...(present.length === 0 ? [] : ["", ...present])];
}

function headline({ subject, at }: Story): string {
  const { cluster, kind, namespace, name, state, job } = subject;
  const states = [state ?? "not looked at yet", ...(job === undefined ? [] : [`the job is ${job}`])];
  return `${kind} ${namespace}/${name} in ${cluster}: ${states.join(", ")}${at === undefined ? "" : " by now"}`;
}

function pastText(story: Story): readonly string[] {
  const { notes, start } = story;
  if (notes.length === 0) return nothingText(story);
  const isWhole = start !== undefined;
  return [
    ...(isWhole ? startText(start) : ["The journal does not go back to when the job was started.", ...logText(story)]),
    "",
    "What was decided:",
    ...notes.map(noteText),
    ...laterText(story),
  ];
}

function nothingText(story: Story): readonly string[] {
  const { at, reaches, subject } = story;
  if (at === undefined) return ["Nothing was decided about it yet, or an older version did not write it down."];
  if (subject.created !== undefined && parsedInstant(at) < parsedInstant(subject.created))
    return [`There was no such resource at ${timeText(at)}: it was created at ${timeText(subject.created)}.`];
  const begins = reaches === undefined ? "holds no decisions" : `begins at ${timeText(reaches)}`;
  return [
    `Nothing is remembered of ${timeText(at)}: the journal ${begins}, and keeps the newest twenty decisions.`,
    ...logText(story),
  ];
}

/** Where all decisions are, for as long as logs are kept. */
const logText = ({ subject: { namespace, name } }: Story): readonly string[] => [
  `All decisions are in the log of whoever looks after the fleet: lines with message "Decision" and resource "${namespace}/${name}".`,
];

function startText({ at, generation, from, cause, refused }: Start): readonly string[] {
  const what = generation === undefined ? "" : ` for generation ${generation}`;
  const why = cause === undefined ? "It is the first start that is remembered." : `Because: ${causeText(cause)}`;
  const failed = refused === undefined ? [] : [`It was refused: ${refused}`];
  return [`Started at ${timeText(at)}${what}, ${fromText(from)}.`, why, ...failed];
}

const causeText = ({ at, because, changed }: DecisionNote): string =>
  `${changed === undefined ? "" : `the spec has changed (${changed}): `}${because} (${timeText(at)})`;

function courseText({ askedFor, cameOut, path, failures, error }: SnapshotCourse): readonly string[] {
  const asked = askedFor === undefined ? "Flink was not asked for it yet" : `Asked for at ${timeText(askedFor)}`;
  return [
    `${asked}${cameOut === undefined ? "" : `, came out at ${timeText(cameOut)}`}.`,
    ...(path === undefined || path === "" ? [] : [`It lies at ${path}.`]),
    ...(failures === 0 ? [] : [`${failures} ${failures === 1 ? "attempt has" : "attempts have"} failed.`]),
    ...(error === undefined || error === "" ? [] : [`What went wrong last: ${error}`]),
  ];
}

function noteText(note: DecisionNote): string {
  const { at, rule, act, does, because, changed, times, until, refused, obstacle, from } = note;
  const again = times === undefined || until === undefined ? "" : `, ${times} times until ${timeText(until)}`;
  const state = from === undefined ? "" : `, ${fromText(from)}`;
  const fields = changed === undefined ? "" : `, for a change of ${changed}`;
  const trouble = [
    ...(obstacle === undefined ? [] : [obstacle]),
    ...(refused === undefined ? [] : [`refused: ${refused}`]),
  ];
  const doing = does === undefined ? act : `${act} ${does}`;
  const told = trouble.length === 0 ? "" : ` [${trouble.join("; ")}]`;
  return `  ${timeText(at)}  ${doing}: ${because}${fields}${state}${again}${told} (rule ${rule})`;
}

const laterText = ({ later }: Story): readonly string[] =>
  later === 0 ? [] : [`  … and ${later} more ${later === 1 ? "decision" : "decisions"} after that time`];
