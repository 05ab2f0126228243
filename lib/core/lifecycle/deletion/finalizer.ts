import type { Metadata } from "../../../api/resources/common.ts";

/** The Apache operator's, so that a resource can be taken over and handed back. */
export const finalizer = "flinkdeployments.flink.apache.org/finalizer";

export const holdsFinalizer = (metadata: Metadata): boolean => metadata.finalizers.includes(finalizer);
