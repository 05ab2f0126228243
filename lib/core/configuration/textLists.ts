/**
 * Lists and maps as Flink writes them into one line of text (ConfigurationUtils, StructuredOptionsSplitter): what holds a delimiter or a
 * quote is wrapped in single quotes, and its own single quotes are doubled. In a map that is done for key and value, and once more for both.
 */
export function listText(elements: readonly string[]): string {
  return elements.map((one) => quotedIf(one, /[;'"]/)).join(";");
}

/** The elements of a list in Flink's text form. Blank elements that are not quoted are dropped. */
export function listElements(text: string): readonly string[] {
  return parts(text, ";");
}

/** `a:1,b:2` */
export function mapText(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map((entry) => entry.map((one) => quotedIf(one, /[:'"]/)).join(":"))
    .map((entry) => quotedIf(entry, /[,'"]/))
    .join(",");
}

/** A map in Flink's text form. More colons than one belong to the value; an entry with none is dropped. */
export function mapEntries(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parts(text, ",").flatMap((entry) => {
      const [key, ...rest] = parts(entry, ":");
      return key === undefined || rest.length === 0 ? [] : [[key, rest.join(":")]];
    }),
  );
}

/** A list of maps, `a:1,b:2;a:3`, the form of tolerations and of references to secrets. */
export function mapList(text: string): readonly Readonly<Record<string, string>>[] {
  return listElements(text).map(mapEntries);
}

/** Flink trims what is not quoted, and drops it when nothing is left. */
function quotedIf(element: string, special: RegExp): string {
  const plain = element !== "" && element === element.trim() && !special.test(element);
  return plain ? element : `'${element.replaceAll("'", "''")}'`;
}

/** Quotes count only around a whole part. */
function parts(text: string, delimiter: ";" | "," | ":"): readonly string[] {
  const part = new RegExp(`\\s*(?:'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([^${delimiter}]*))\\s*(?:${delimiter}|$)`, "gu");
  return [...text.matchAll(part)].flatMap(([, single, double, plain = ""]) => {
    if (single !== undefined) return [single.replaceAll("''", "'")];
    if (double !== undefined) return [double.replaceAll('""', '"')];
    return plain.trim() === "" ? [] : [plain.trim()];
  });
}
