import * as z from "zod";

/** `*` stands for any number of characters. */
const pattern = z.string().regex(/^[A-Za-z0-9*]([-._A-Za-z0-9*]{0,251}[A-Za-z0-9*])?$/, {
  error: "must be a name, in which * stands for any characters",
});
const patterns = z.array(pattern).min(1).max(100);

const label = /^(?=.{0,63}$)([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?)?$/;
const labelKey = /^([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/** Which resources are meant. What is left out does not narrow; what is there has to be met, all of it. */
export const selector = z
  .strictObject({
    clusters: patterns.optional().describe("Names of clusters of the fleet."),
    namespaces: patterns.optional().describe("Namespaces."),
    names: patterns.optional().describe("Names of resources."),
    labels: z
      .record(
        z.string().regex(labelKey, { error: "must be the key of a label" }),
        z.string().regex(label, { error: "must be the value of a label: at most 63 letters, digits and -._" }),
      )
      .refine((labels) => Object.keys(labels).length > 0, { error: "must have at least one label" })
      .optional()
      .describe("Labels of the resources, each with its value."),
    kinds: z
      .array(z.enum(["FlinkDeployment", "FlinkSessionJob"]))
      .min(1)
      .optional()
      .describe("Both when left out."),
  })
  .refine(
    ({ clusters, namespaces, names, labels }) => [clusters, namespaces, names, labels].some((by) => by !== undefined),
    {
      error: 'must have at least one of clusters, namespaces, names and labels; clusters: ["*"] means everything',
    },
  );
export type Selector = z.output<typeof selector>;
