import * as z from "zod";
import type { CheckpointInfo, Checkpoints } from "../../core/flink.ts";

/** NonPersistentMetadataCheckpointStorageLocation: it lies in the JobManager's memory. */
const inMemory = "<checkpoint-not-externally-addressable>";

const path = z
  .string()
  .nullish()
  .transform((given) => (given === inMemory || given === "" ? undefined : (given ?? undefined)));

/** CheckpointStatistics, of whatever status: only a completed one has a path. */
const taken = z.looseObject({
  id: z.number(),
  status: z.string(),
  is_savepoint: z.boolean(),
  trigger_timestamp: z.number(),
  external_path: path,
  discarded: z.boolean().nullish(),
});

const info = (checkpoint: z.output<typeof taken>): CheckpointInfo => ({
  id: checkpoint.id,
  path: checkpoint.discarded === true ? undefined : checkpoint.external_path,
  at: checkpoint.trigger_timestamp,
  isSavepoint: checkpoint.is_savepoint,
});

const completed = taken.transform(info);

/**
 * GET /jobs/:id/checkpoints/details/:id. One that is under way is not understood: Flink shows what was so `web.refresh-interval` ago,
 * and without a path it would look like one in memory.
 */
export const checkpointDetails = taken
  .refine(({ status }) => status !== "IN_PROGRESS", "the checkpoint is still under way")
  .transform(info);

const restored = z
  .looseObject({ id: z.number(), restore_timestamp: z.number(), is_savepoint: z.boolean(), external_path: path })
  .transform((from): CheckpointInfo => ({
    id: from.id,
    path: from.external_path,
    at: from.restore_timestamp,
    isSavepoint: from.is_savepoint,
  }));

/** Of whatever status. */
const each = z.looseObject({
  id: z.number(),
  status: z.string(),
  is_savepoint: z.boolean(),
  trigger_timestamp: z.number(),
});

const highest = (ids: readonly (number | undefined)[]): number | undefined =>
  ids.filter((id) => id !== undefined).toSorted((a, b) => b - a)[0];

/** GET /jobs/:id/checkpoints (CheckpointingStatistics) of a job that takes checkpoints. */
export const checkpointingStatistics = z
  .looseObject({
    latest: z.looseObject({
      completed: completed.nullish(),
      savepoint: completed.nullish(),
      restored: restored.nullish(),
    }),
    history: z.array(each).default([]),
  })
  .transform(({ latest, history }): Checkpoints => {
    const underWay = history.filter(({ status }) => status === "IN_PROGRESS");
    const known = [...history, latest.completed, latest.savepoint, latest.restored];
    return {
      kind: "enabled",
      completed: latest.completed ?? undefined,
      savepoint: latest.savepoint ?? undefined,
      restored: latest.restored ?? undefined,
      inProgressSince: underWay.map(({ trigger_timestamp: at }) => at).toSorted((a, b) => a - b)[0],
      newestId: highest(known.map((one) => one?.id)),
      savepointUnderWay: highest(underWay.filter((one) => one.is_savepoint).map(({ id }) => id)),
    };
  });
