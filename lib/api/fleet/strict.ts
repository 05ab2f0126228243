import * as z from "zod";

/** A map of the fleet file: what is written by nobody but our users, so an unknown key is a mistake. */
export const strict = <S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `must be one of ${Object.keys(shape).join(", ")}` : undefined,
  });

/** The same with `kind` told by what is written; it is not a field of the file. */
export const strictKind = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject(
    { kind: z.literal(kind), ...shape },
    {
      error: (issue) =>
        issue.code === "unrecognized_keys" ? `must be one of ${Object.keys(shape).join(", ")}` : undefined,
    },
  );
