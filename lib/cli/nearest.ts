import { matches } from "../core/triggers/matches.ts";

const most = 3;

/** The few that a misspelt word may have meant, the nearest first: what holds it, or is few letters away from it. */
export function nearest(word: string, known: readonly string[]): readonly string[] {
  const asked = word.toLowerCase();
  const limit = Math.max(1, Math.floor(asked.length * 0.4));
  return known
    .map((one) => ({ one, away: matches(`*${asked}*`, one.toLowerCase()) ? 0 : distance(asked, one.toLowerCase()) }))
    .filter(({ away }) => away <= limit)
    .toSorted((a, b) => a.away - b.away || a.one.localeCompare(b.one, "en"))
    .slice(0, most)
    .map(({ one }) => one);
}

/** Letters that are put in, left out, replaced, or swapped with the next. */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const one = Math.min(at(row, j - 1) + 1, at(last, j) + 1, at(last, j - 1) + same);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwapped ? Math.min(one, at(before, j - 2) + 1) : one);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;

/** `did you mean a or b?`, or what there is where nothing is near. */
export function suggestion(word: string, known: readonly string[], none: string): string {
  const near = nearest(word, known);
  return near.length > 0 ? `did you mean ${near.join(" or ")}?` : listed(known, none);
}

const mostListed = 8;

/** `there are a, b and 3 more` */
export function listed(known: readonly string[], none: string): string {
  if (known.length === 0) return none;
  const rest = known.length > mostListed ? ` and ${known.length - mostListed} more` : "";
  return `there ${known.length === 1 ? "is" : "are"} ${known.slice(0, mostListed).join(", ")}${rest}`;
}
