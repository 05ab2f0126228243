import { millis, type Millis } from "../time.ts";
import { flinkDuration } from "./flinkDuration.ts";

/** How one option is read. */
export interface Option<T> {
  readonly otherwise: T;
  /** `undefined` when the text is no such value. */
  readonly parse: (text: string) => T | undefined;
  /** What a value looks like, for people: `true or false`. */
  readonly right: string;
  /** Names it had before, the one that counts first. */
  readonly older: readonly string[];
}

export const flag = (otherwise: boolean, ...older: readonly string[]): Option<boolean> => ({
  otherwise,
  parse: booleanOf,
  right: "true or false",
  older,
});

function booleanOf(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** In Flink's syntax, such as `5 min`. */
export const duration = (otherwise: string, ...older: readonly string[]): Option<Millis> => ({
  otherwise: flinkDuration(otherwise) ?? millis(0),
  parse: flinkDuration,
  right: "a duration such as 5 min",
  older,
});

export const count = (otherwise: number): Option<number> => ({
  otherwise,
  parse: (text) => (/^[+-]?\d{1,10}$/.test(text) ? Number(text) : undefined),
  right: "a whole number",
  older: [],
});

/** One of these words in any case; the first is the default. */
export const choice = <const T extends string>(...words: readonly [T, ...T[]]): Option<T> => ({
  otherwise: words[0],
  parse: (text) => words.find((word) => word === text.toUpperCase()),
  right: words.join(" or "),
  older: [],
});

export const text = (otherwise: string): Option<string> => ({
  otherwise,
  parse: (found) => found,
  right: "a text",
  older: [],
});

/** The option without a default. */
export const maybe = <T>(option: Option<T>): Option<T | undefined> => ({ ...option, otherwise: undefined });
