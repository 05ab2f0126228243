import * as z from "zod";
import { type Checked, checked } from "./problem.ts";
import { apiVersion } from "./resources/common.ts";
import { type FlinkBlueGreenDeployment, flinkBlueGreenDeployment } from "./resources/flinkBlueGreenDeployment.ts";
import { type FlinkDeployment, flinkDeployment } from "./resources/flinkDeployment.ts";
import { type FlinkSessionJob, flinkSessionJob } from "./resources/flinkSessionJob.ts";
import { type FlinkStateSnapshot, flinkStateSnapshot } from "./resources/flinkStateSnapshot.ts";

export type Resource = FlinkDeployment | FlinkSessionJob | FlinkStateSnapshot | FlinkBlueGreenDeployment;

/**
 * Reads what an API server or a user's file gave: applies defaults and names every field that is wrong. Fields of `spec` that
 * we do not know are dropped, as the API server drops them.
 */
export const readFlinkDeployment = (from: unknown): Checked<FlinkDeployment> => checked(flinkDeployment, from);
export const readFlinkSessionJob = (from: unknown): Checked<FlinkSessionJob> => checked(flinkSessionJob, from);

const readers = {
  FlinkDeployment: readFlinkDeployment,
  FlinkSessionJob: readFlinkSessionJob,
  FlinkStateSnapshot: (from: unknown): Checked<FlinkStateSnapshot> => checked(flinkStateSnapshot, from),
  FlinkBlueGreenDeployment: (from: unknown): Checked<FlinkBlueGreenDeployment> =>
    checked(flinkBlueGreenDeployment, from),
} as const;

const kindOnly = z.object({
  apiVersion: z.literal(apiVersion),
  kind: z.enum(["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot", "FlinkBlueGreenDeployment"]),
});

/** A resource of any of our kinds, as an API server returns it. */
export function readResource(from: unknown): Checked<Resource> {
  const found = checked(kindOnly, from);
  return found.kind === "valid" ? readers[found.value.kind](from) : found;
}

const fileMetadata = z.looseObject({ metadata: z.looseObject({}) });

/** A resource from a user's file, which has no uid and resourceVersion yet (they are empty) and may leave its namespace open. */
export function readManifest(from: unknown, namespace: string): Checked<Resource> {
  const found = fileMetadata.safeParse(from);
  if (!found.success) return readResource(from);
  const metadata = { namespace, uid: "", resourceVersion: "", ...found.data.metadata };
  return readResource({ ...found.data, metadata });
}
