/**
 * Lists as Flink writes them into one line of text: elements joined by `;`, an element that holds `;` or a quote is wrapped in single
 * quotes and its own single quotes are doubled (ConfigurationUtils.convertToString, StructuredOptionsSplitter).
 */
export function listText(elements: readonly string[]): string {
  return elements.map((one) => quotedIf(one, /[;'"]/)).join(";");
}

/** The elements of a list in Flink's text form. Blank elements are dropped, as Flink does. */
export function listElements(text: string): readonly string[] {
  return split(text, ";");
}

/** A map in Flink's text form, `a:1,b:2`; an entry without a colon is dropped. */
export function mapEntries(text: string): Readonly<Record<string, string>> {
  const pairs = rawParts(text, ",").map((entry) => rawParts(entry, ":"));
  return Object.fromEntries(
    pairs.flatMap(([key, ...rest]) =>
      key === undefined || rest.length === 0 ? [] : [[unquoted(key), unquoted(rest.join(":"))]],
    ),
  );
}

/** A list of maps, `a:1,b:2;a:3`, as Flink's list-of-map options (tolerations, secret references) are written. */
export function mapList(text: string): readonly Readonly<Record<string, string>>[] {
  return split(text, ";").map(mapEntries);
}

/** The opposite of mapEntries: keys and values that hold a delimiter or a quote are wrapped in single quotes. */
export function mapText(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map((entry) => entry.map((one) => quotedIf(one, /[,:;'"]/)).join(":"))
    .join(",");
}

/** Flink trims what is not quoted, and drops it when nothing is left. */
function quotedIf(element: string, special: RegExp): string {
  const plain = element !== "" && element === element.trim() && !special.test(element);
  return plain ? element : `'${element.replaceAll("'", "''")}'`;
}

function split(text: string, delimiter: string): readonly string[] {
  return rawParts(text, delimiter).map(unquoted);
}

/** Cuts at the delimiter outside of quotes and leaves the quotes in place. */
function rawParts(text: string, delimiter: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let quote: string | undefined;
  for (const char of text) {
    if (quote === undefined && char === delimiter) {
      parts.push(part);
      part = "";
      continue;
    }
    quote = nextQuote(quote, char, part);
    part += char;
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== "");
}

/** A quote opens only at the start of an element; a doubled quote closes and opens again, which comes to the same. */
function nextQuote(open: string | undefined, char: string, before: string): string | undefined {
  if (open !== undefined) return char === open ? undefined : open;
  const starts = before.trim() === "" || before.trimEnd().endsWith(char);
  return (char === "'" || char === '"') && starts ? char : undefined;
}

function unquoted(part: string): string {
  const quote = part[0];
  if ((quote !== "'" && quote !== '"') || part.length < 2 || !part.endsWith(quote)) return part;
  return part.slice(1, -1).replaceAll(quote + quote, quote);
}
