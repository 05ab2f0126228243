import type { Change } from "./changeRequest.ts";
import { configurationPatch } from "./configurationPatch.ts";
import type { SpecChange, Target } from "./specChange.ts";

type Redeploy = Extract<Change, { readonly kind: "redeploy" }>;

export function redeployment({ image, jarURI, args, flinkConfiguration }: Redeploy, target: Target): SpecChange {
  const { spec, kind } = target;
  if (image !== undefined && kind === "FlinkSessionJob")
    return { kind: "refused", because: "a FlinkSessionJob has no image: redeploy its session cluster, or give jarURI" };
  if (spec.job === undefined && (jarURI !== undefined || args !== undefined))
    return { kind: "refused", because: "it is a session cluster, which has no job: jarURI and args are of jobs" };
  const job = { ...(jarURI === undefined ? {} : { jarURI }), ...(args === undefined ? {} : { args }) };
  return {
    kind: "patch",
    spec: {
      ...(image === undefined ? {} : { image }),
      ...(Object.keys(job).length === 0 ? {} : { job }),
      ...(flinkConfiguration === undefined
        ? {}
        : { flinkConfiguration: configurationPatch(spec.flinkConfiguration, flinkConfiguration) }),
    },
  };
}
