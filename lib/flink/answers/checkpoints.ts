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

/** GET /jobs/:id/checkpoints (CheckpointingStatistics) of a job that takes checkpoints. */
export const checkpointingStatistics = z
  .looseObject({
    latest: z.looseObject({
      completed: completed.nullish(),
      savepoint: completed.nullish(),
      restored: restored.nullish(),
    }),
    history: z.array(z.looseObject({ status: z.string(), trigger_timestamp: z.number() })).default([]),
  })
  .transform(({ latest, history }): Checkpoints => {
    const underWay = history.filter(({ status }) => status === "IN_PROGRESS").map((each) => each.trigger_timestamp);
    return {
      kind: "enabled",
      completed: latest.completed ?? undefined,
      savepoint: latest.savepoint ?? undefined,
      restored: latest.restored ?? undefined,
      inProgressSince: underWay.length === 0 ? undefined : Math.min(...underWay),
    };
  });
