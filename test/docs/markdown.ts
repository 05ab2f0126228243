/** The cells of the rows of all tables in a text, without their headers. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const isHeader = (at: number): boolean => /^\|[-|:]+\|$/u.test(lines[at + 1] ?? "");
  return lines.flatMap((line, at) =>
    line.startsWith("|") && !/^\|[-|:]+\|$/u.test(line) && !isHeader(at)
      ? [
          line
            .slice(1, -1)
            .split("|")
            .map((cell) => cell.trim()),
        ]
      : [],
  );
}

/** What is in code font. */
export const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/gu)].map(([, code]) => code ?? "");

/** What stands under a heading, up to the next one of its level or above. */
export function section(text: string, heading: string): string {
  const level = heading.indexOf(" ");
  const [, after] = `\n${text}`.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`there is no heading "${heading}"`);
  return after.split(new RegExp(`\n#{1,${level}} `, "u"))[0] ?? "";
}
