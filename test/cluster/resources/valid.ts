import { readFileSync, readdirSync } from "node:fs";
import type { KubernetesObject } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import * as z from "zod";

const resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type ValidResource = KubernetesObject & z.output<typeof resource>;

const here = new URL("valid/", import.meta.url);
const apache = new URL("../../core/objects/apache/", import.meta.url);
const read = (folder: URL, file: string): string => readFileSync(new URL(file, folder), "utf8");

/** Every resource of the files in `valid`. */
export const examples: readonly ValidResource[] = readdirSync(here).flatMap((file) =>
  parseAllDocuments(read(here, file)).map((document) => resource.parse(document.toJS())),
);

/** The resources from which the Apache operator made the objects that ours are compared with. */
export const compared: readonly ValidResource[] = readdirSync(apache)
  .filter((file) => file.endsWith(".json"))
  .map((file) => {
    const { input } = z.object({ input: resource }).parse(JSON.parse(read(apache, file)));
    return { ...input, metadata: { name: input.metadata.name } };
  });
