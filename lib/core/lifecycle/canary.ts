import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

/** Canaries belong to the operator that made them; there is no process of ours to watch over. */
export function canary({ resource }: Seen): Plan | undefined {
  if (resource.metadata.labels["flink.apache.org/canary"] !== "true") return undefined;
  return { act: "leave", because: "a canary of another operator", wake: "on schedule" };
}
