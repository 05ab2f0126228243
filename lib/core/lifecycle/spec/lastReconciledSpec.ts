import type { JobSpec } from "../../../api/resources/common.ts";
import type { FlinkSpec } from "../flinkResource.ts";
import { isObject, readFields } from "./readFields.ts";
import { deploymentFields, sessionJobFields } from "./recordedFields.ts";
import { writtenFields } from "./writtenFields.ts";

/** What was reached, which may differ from what the user asked for. */
export interface Achieved {
  /** Until the first upgrade. Whoever retries a failed first deployment starts over only while it is set. */
  readonly firstDeployment: boolean;
  /** `suspended` from the recording of a stop to the next success; the mode is the one of the last stop or restore. */
  readonly job?: Pick<JobSpec, "state" | "upgradeMode">;
}

export type Recorded =
  | { readonly kind: "nothing" }
  /** It holds something that nobody of us wrote: says nothing about what runs, so it must not be taken for "nothing". */
  | { readonly kind: "unreadable"; readonly because: string }
  /** `firstDeployment` is false in the oldest of the legacy shapes, which did not hold it. */
  | { readonly kind: "recorded"; readonly spec: FlinkSpec; readonly firstDeployment: boolean };

/** The text of `status.reconciliationStatus.lastReconciledSpec`, byte for byte as the Apache operator writes it for this kind. */
export function specRecord(spec: FlinkSpec, { job, firstDeployment }: Achieved): string {
  const fields = spec.deploymentName === undefined ? deploymentFields : sessionJobFields;
  const achieved = spec.job === undefined ? spec : { ...spec, job: { ...spec.job, ...job } };
  const meta = JSON.stringify({ apiVersion: "flink.apache.org/v1beta1", firstDeployment });
  return `{"spec":${writtenFields(fields, { ...achieved })},"resource_metadata":${meta}}`;
}

/** Reads `lastReconciledSpec` or `lastStableSpec` of a FlinkDeployment or a FlinkSessionJob, in today's and both legacy shapes. */
export function recordedSpec(text: string | undefined): Recorded {
  if (text === undefined || text === "") return { kind: "nothing" };
  const whole = parsed(text);
  if (!isObject(whole)) return { kind: "unreadable", because: "it is not a JSON object" };
  // The oldest shape is the spec itself with an apiVersion beside its fields.
  const spec = whole["spec"] ?? (whole["apiVersion"] === undefined ? undefined : whole);
  if (!isObject(spec)) return { kind: "unreadable", because: "it holds no spec" };
  const read = readFields("deploymentName" in spec ? sessionJobFields : deploymentFields, spec);
  if (read.kind === "unreadable") return { kind: "unreadable", because: `spec.${read.because}` };
  const meta = whole["resource_metadata"];
  const firstDeployment = isObject(meta) && meta["firstDeployment"] === true;
  // The table is held to the schema by a test that reads back what the schema has parsed.
  return { kind: "recorded", spec: read.value as FlinkSpec, firstDeployment };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
