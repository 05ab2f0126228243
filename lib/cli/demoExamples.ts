import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import * as z from "zod";
import type { Installation } from "./surroundings.ts";

const folder = join(import.meta.dirname, "../../examples");

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** Deals the files of examples/ out to the clusters, so that each gets some of them. */
export async function applyExamples(installations: readonly Installation[]): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted();
  for (const [index, file] of files.entries()) {
    const installation = installations[index % installations.length];
    for (const document of parseAllDocuments(readFileSync(join(folder, file), "utf8")))
      await installation?.apply(object.parse(document.toJS()));
  }
}
