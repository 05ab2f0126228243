import type { Happening } from "../events/happening.ts";
import type { Seen } from "../seen.ts";
import { changesText } from "../spec/difference.ts";
import { normal } from "./told.ts";

/** Once a generation, as the Apache operator tells it; a change that was begun in place was told then. */
export function specChanged({ deployed, resource }: Pick<Seen, "deployed" | "resource">): readonly Happening[] {
  const { generation } = resource.metadata;
  if (deployed.kind !== "recorded" || deployed.difference.class === "ignore") return [];
  if (resource.status.fleet?.inPlace?.generation === generation) return [];
  const event = normal("Job", "SpecChanged", changesText(deployed.difference));
  return [{ ...event, key: `SpecChange: ${generation}` }];
}
