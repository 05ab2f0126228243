/** The same for wakes that ask for the same thing, in whatever order their fields were written, and since whenever it is asked for. */
export const wakeKey = (wake: object): string =>
  JSON.stringify({ ...wake, since: undefined }, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
