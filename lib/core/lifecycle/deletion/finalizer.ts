import type { KubernetesObject } from "../../kubernetes.ts";
import type { FlinkResource } from "../flinkResource.ts";

/** The Apache operator's, so that a resource can be taken over and handed back. */
const finalizers = {
  FlinkDeployment: "flinkdeployments.flink.apache.org/finalizer",
  FlinkSessionJob: "flinksessionjobs.flink.apache.org/finalizer",
} as const;

export const finalizerOf = ({ kind }: Pick<FlinkResource, "kind">): string => finalizers[kind];

export const holdsFinalizer = ({
  kind,
  metadata,
}: Pick<FlinkResource, "kind"> & Pick<KubernetesObject, "metadata">): boolean =>
  metadata.finalizers?.includes(finalizers[kind]) === true;
