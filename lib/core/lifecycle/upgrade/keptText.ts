import type { HaView } from "../seen.ts";

/** What HA metadata names, for people: by ids, as the paths in it are Java objects. `undefined` where it names nothing. */
export function keptText(ha: HaView): string | undefined {
  if (ha.kind !== "looked") return undefined;
  const named = ha.jobs.flatMap(({ jobId, checkpointId }) =>
    checkpointId === undefined ? [] : [`checkpoint ${checkpointId} of job ${jobId}`],
  );
  return named.length === 0 ? undefined : `HA metadata names ${named.join(", ")}`;
}
