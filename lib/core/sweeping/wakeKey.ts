interface Asked {
  readonly spoke: string;
  readonly since?: number | undefined;
}

/** The same for wakes that ask for the same thing, in whatever order their fields were written, and since whenever it is asked for. */
export const wakeKey = <T extends Asked>({ since: _, ...wake }: T): string =>
  JSON.stringify(wake, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
