/** Whether a text is what a pattern says, in which `*` stands for any number of characters. Never slower than pattern times text. */
export function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Where there are no patterns nothing is narrowed. */
export const matchesAny = (patterns: readonly string[] | undefined, text: string): boolean =>
  patterns === undefined || patterns.some((pattern) => matches(pattern, text));

/** Whether it stands for one name alone. */
export const isPlain = (pattern: string): boolean => !pattern.includes("*");
