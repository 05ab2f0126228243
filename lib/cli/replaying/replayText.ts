import type { Difference } from "../../core/decisions/differences.ts";
import type { Replay } from "./replayed.ts";

/** What is to be told of a line; one that came out the same needs no words. */
export function replayText(one: Replay): string {
  switch (one.kind) {
    case "same":
      return `${headline(one)}: the same`;
    case "different":
      return [`${headline(one)}: decided otherwise`, ...one.differences.map(differenceText)].join("\n");
    case "undecided":
      return `${headline(one)}: the rules cannot decide upon it: ${one.error}`;
    case "unreadable":
      return `${one.at}: ${one.because}`;
    case "cutOff":
      return `${one.at}: only its beginning is there: whoever recorded it was ended; left out`;
  }
}

const headline = ({ at, decided, resource, rule, because }: Extract<Replay, { readonly resource: string }>): string =>
  `${at}: ${decided} ${resource}, rule ${rule}: ${because}`;

const differenceText = ({ field, recorded, decided }: Difference): string =>
  `  ${field}: recorded ${shown(recorded)}, now ${shown(decided)}`;

const longest = 200;

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
