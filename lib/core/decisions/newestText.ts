import { idleText } from "./chargeText.ts";
import type { Newest, Story } from "./story.ts";
import { durationText, fromText, timeText } from "./toldTexts.ts";

/** What is to happen, what stands in its way, and when. */
export function newestText(story: Story): readonly string[] {
  const { now, unseen } = story;
  const idle = idleText(story);
  const instead = now === undefined ? "" : " What the journal says instead:";
  const blind = unseen === undefined ? [] : [`It could not be looked at just now: ${unseen}.${instead}`];
  if (now === undefined) return [...blind, ...idle];
  if (idle.length > 0) return [wouldText(now), ...wayText(story), ...idle];
  return [...blind, doingText(now, story.at), ...sinceText(story), ...wayText(story), ...nextText(now)];
}

/** What is decided beside whoever is in charge. */
function wouldText({ act, does, because, from, rule }: Newest): string {
  if (act === "wait" || act === "leave") return `It would ${act}: ${because}`;
  const state = from === undefined ? "" : `, ${fromText(from)}`;
  return `It would ${act} ${does ?? ""}: ${because}${state} (rule ${rule})`;
}

function doingText(now: Newest, at: string | undefined): string {
  const { by, act, does, because, from } = now;
  const state = from === undefined ? "" : `, ${fromText(from)}`;
  if (act === "leave") return `It is left alone: ${because}`;
  if (act === "wait") return `${at === undefined ? "Now" : "Then"} it waits: ${because}`;
  const doing = `${does === undefined ? act : `${act} ${does}`}: ${because}${state}`;
  if (by === "look") return `To be done at the next look: ${doing} (rule ${now.rule})`;
  return `${at === undefined ? "Last" : "Then"} it was to be done: ${doing}`;
}

function sinceText({ subject: { step }, now, at }: Story): readonly string[] {
  if (step === undefined || at !== undefined || now?.act !== "wait") return [];
  return [`It has waited since ${timeText(step.since)} (step ${step.name}).`];
}

function wayText({ blocked, subject, at }: Story): readonly string[] {
  const drifted = at === undefined ? subject.drifted : undefined;
  const told = drifted === undefined ? [] : [`Drifted: ${drifted}`];
  if (blocked === undefined) return told.length > 0 ? told : ["Nothing stands in its way."];
  const { reason, message } = blocked;
  return [`In its way: ${reason}${message === undefined ? "" : `: ${message}`}`, ...told];
}

/** Quiet looks are not written down, so that nobody knows from the journal when the last one was; after an act there is one soon. */
function nextText({ by, act, next }: Newest): readonly string[] {
  if (by === "journal" && act !== "wait") return [];
  if (next === undefined) return ["Next look: when the schedule comes round, or something wakes it."];
  if (act === "wait") return [`Next look: ${durationText(next)} after each one, for as long as this lasts.`];
  return [`The look after that: ${next === 0 ? "at once" : `${durationText(next)} later`}.`];
}
