type Keys = Readonly<Record<string, unknown>>;

/** Fields of fields by dotted keys, and lists as text: a line of the log holds nothing but plain values. What is `undefined` is left out. */
export const flatKeys = (value: Keys, within = ""): Keys =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): readonly (readonly [string, unknown])[] => {
      const key = `${within}${name}`;
      if (inner === undefined) return [];
      if (Array.isArray(inner)) return [[key, inner.join(", ")]];
      if (typeof inner === "object" && inner !== null) return Object.entries(flatKeys(inner as Keys, `${key}.`));
      return [[key, inner]];
    }),
  );
