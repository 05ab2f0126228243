/** The entries that have a value: what is optional is written down as `undefined` and left out here. */
export function defined<T>(entries: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, entry] as const])),
  );
}
