/** Keys of the fields that somebody wrote and that are no longer there once read: misspelt, or of another version. */
export function unknownFields(
  written: unknown,
  read: unknown,
  at: readonly PropertyKey[] = [],
): readonly (readonly PropertyKey[])[] {
  if (typeof written !== "object" || written === null || typeof read !== "object" || read === null) return [];
  return Object.entries(written).flatMap(([key, value]: [string, unknown]) => {
    const here = [...at, Array.isArray(written) ? Number(key) : key];
    return key in read ? unknownFields(value, Reflect.get(read, key), here) : [here];
  });
}
