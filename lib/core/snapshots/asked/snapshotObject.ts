import type { FlinkResource } from "../../lifecycle/flinkResource.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import { kinds, type KubernetesObject } from "../../kubernetes.ts";
import { labelNames, type SnapshotType, type TriggerType } from "../labels.ts";

/** A FlinkStateSnapshot that is to be created. */
export interface AskedSnapshot {
  readonly type: SnapshotType;
  readonly trigger: Exclude<TriggerType, "UNKNOWN">;
  readonly name: string;
  /** Of a savepoint that was taken already. */
  readonly existing?: string;
}

/**
 * The object as the Apache operator makes it (FlinkStateSnapshotUtils): never repeated when it fails, owned by nobody, so that it
 * outlives its job. All labels are there from the beginning.
 */
export function snapshotObject(
  { metadata, kind }: Pick<FlinkResource, "metadata" | "kind">,
  configuration: FlinkConfiguration,
  asked: AskedSnapshot,
): KubernetesObject {
  const { apiVersion, kind: snapshotKind } = kinds.FlinkStateSnapshot;
  const { namespace, name } = metadata;
  return {
    apiVersion,
    kind: snapshotKind,
    metadata: {
      name: asked.name,
      namespace,
      labels: {
        [labelNames.type]: asked.type,
        [labelNames.triggerType]: asked.trigger,
        [labelNames.state]: "TRIGGER_PENDING",
        [labelNames.jobKind]: kind,
        [labelNames.jobName]: name,
      },
    },
    spec: {
      jobReference: { kind, name },
      ...(asked.type === "SAVEPOINT" ? { savepoint: savepoint(configuration, asked) } : { checkpoint: {} }),
      backoffLimit: 0,
    },
  };
}

function savepoint(configuration: FlinkConfiguration, { existing }: AskedSnapshot): Readonly<Record<string, unknown>> {
  const path = existing ?? savepointDirectory(configuration);
  return {
    ...(path === undefined ? {} : { path }),
    formatType: operatorOption(configuration, "savepoint.format.type"),
    disposeOnDelete: operatorOption(configuration, "savepoint.dispose-on-delete"),
    alreadyExists: existing !== undefined,
  };
}
