import { InvalidArgumentError, Option } from "commander";
import * as z from "zod";
import { duration } from "../api/duration.ts";
import { instant, type Instant, later, millis, parsedInstant } from "../core/time.ts";
import { UserError } from "./userError.ts";

/** A time that a user names: by itself, or by how long ago it was. */
export type NamedTime = { readonly at: Instant } | { readonly ago: number };

const dateTime = z.iso.datetime({ offset: true });

/** Reads `2026-11-22T14:30:00Z`, or an age such as `2h`. */
export function namedTime(text: string): NamedTime {
  const ago = duration.safeParse(text);
  if (ago.success) return { ago: ago.data };
  const at = dateTime.safeParse(text);
  if (at.success) return { at: parsedInstant(at.data) };
  throw new InvalidArgumentError("Write a time such as 2026-11-22T14:30:00Z, or an age such as 30m or 2h.");
}

export const atOption = (description: string): Option => new Option("--at <time>", description).argParser(namedTime);

/** Throws UserError for a time that is still to come. */
export function pastTime(named: NamedTime, now: Instant): Instant {
  const at = instant("at" in named ? named.at : later(now, millis(-named.ago)));
  if (at <= now) return at;
  throw new UserError("--at lies ahead: name a time that is past, or leave it out to be told what happens next");
}
