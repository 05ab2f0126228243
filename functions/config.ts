import * as z from "zod";

const environment = z.object({
  /** Path of the fleet file in the bundle. */
  FLEET_FILE: z.string({ error: "must be set to the path of the fleet file" }).min(1),
});

export interface Config {
  readonly fleetFile: string;
}

/** What the function is told by its environment. Throws with the names of all variables that are missing or wrong. */
export function config(): Config {
  const read = environment.safeParse(process.env);
  if (!read.success) throw new Error(`The environment is not complete:\n${z.prettifyError(read.error)}`);
  return { fleetFile: read.data.FLEET_FILE };
}
