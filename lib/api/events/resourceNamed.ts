import * as z from "zod";

/** Which resource an event speaks of. */
export const resourceNamed = z.strictObject({
  spoke: z.string().describe("The cluster, by its name in the fleet."),
  kind: z.enum(["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot"]),
  namespace: z.string(),
  name: z.string(),
  uid: z.string().describe("Another one of the same name has another uid."),
});
export type ResourceNamed = z.output<typeof resourceNamed>;
