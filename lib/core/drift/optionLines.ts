/** Flink's own configuration files: line by line one option each, as flink-fleet writes them. */
export const isOptionFile = (name: string): boolean => name === "flink-conf.yaml" || name === "config.yaml";

const optionLine = /^(\s*)("[^"]*"|'[^']*'|[^\s:#"']+)\s*:(?:\s+(.*))?$/u;

/**
 * The options of such a file, also of one that somebody has edited: nested ones under their full names, the last of several of one name.
 * Values are compared, not read, so they stay as they are written. A line that is no option belongs to the value above it: it may be a
 * part of a secret, and must not look like a name.
 */
export function optionLines(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  let above: readonly Level[] = [];
  for (const line of text.split("\n").filter((one) => !/^\s*(#|$)/u.test(one))) {
    const [whole, indent = "", key = "", value = ""] = optionLine.exec(line) ?? [];
    if (whole !== undefined) {
      above = [
        ...above.filter((level) => level.indent < indent.length),
        { indent: indent.length, name: unquoted(key) },
      ];
    }
    const name = above.map((level) => level.name).join(".");
    if (whole === undefined) options.set(name, `${options.get(name) ?? ""} ${line.trim()}`);
    else if (value.trim() !== "") options.set(name, unquoted(value.trim()));
  }
  return options;
}

interface Level {
  readonly indent: number;
  readonly name: string;
}

const unquoted = (text: string): string => /^(["'])(.*)\1$/u.exec(text)?.[2] ?? text;
