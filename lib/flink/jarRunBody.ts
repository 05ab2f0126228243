import { defined } from "../core/configuration/defined.ts";
import { versions } from "../core/configuration/versions.ts";
import type { JarRun } from "../core/flink.ts";

/** The body of POST /jars/:jarid/run (JarRunRequestBody). Before 1.20 a field that the version does not know is refused. */
export function jarRunBody(request: JarRun): Readonly<Record<string, unknown>> {
  const { claimModeField, jarsTakeConfiguration } = versions[request.flinkVersion];
  const { parallelism = 0, programArgs } = request;
  return defined<unknown>({
    jobId: request.jobId,
    entryClass: request.entryClass,
    programArgsList: programArgs.length === 0 ? undefined : programArgs,
    parallelism: parallelism > 0 ? parallelism : undefined,
    savepointPath: request.savepointPath,
    allowNonRestoredState: request.allowNonRestoredState,
    ...(claimModeField === undefined ? {} : { [claimModeField]: request.claimMode }),
    flinkConfiguration: jarsTakeConfiguration ? request.flinkConfiguration : undefined,
  });
}
