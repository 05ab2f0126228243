import { InvalidArgumentError, Option } from "commander";
import { duration } from "../api/duration.ts";
import { type Millis, millis, seconds } from "../core/time.ts";

/** Reads `15s` or `2m`: no time of a command is shorter than a second. */
export function timeOf(text: string): Millis {
  const time = duration.safeParse(text);
  if (time.success && time.data >= seconds(1)) return millis(time.data);
  throw new InvalidArgumentError("Write a time of at least 1s, such as 15s or 2m.");
}

/** An option that takes a time; `text` is its default, for people. */
export const timed = (flags: string, description: string, text: string, time: Millis): Option =>
  new Option(flags, description).argParser(timeOf).default(time, text);
