import type { Seen } from "./seen.ts";

/** `status.clusterInfo`: what Flink told last, under the Apache operator's keys. */
export function clusterInfo({ resource, flink }: Seen): Record<string, string> {
  const before = resource.status.clusterInfo ?? {};
  if (flink.kind !== "answered" || flink.info === undefined) return before;
  return { ...before, "flink-version": flink.info.version, "flink-revision": flink.info.revision };
}
