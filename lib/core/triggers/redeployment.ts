import type { Change } from "./changeRequest.ts";
import { defined } from "../configuration/defined.ts";
import { configurationPatch } from "./configurationPatch.ts";
import type { SpecChange, Target } from "./specChange.ts";

type Redeploy = Extract<Change, { readonly kind: "redeploy" }>;

export function redeployment({ image, jarURI, args, flinkConfiguration }: Redeploy, target: Target): SpecChange {
  const { spec, kind } = target;
  if (image !== undefined && kind === "FlinkSessionJob")
    return { kind: "refused", because: "a FlinkSessionJob has no image: redeploy its session cluster, or give jarURI" };
  if (spec.job === undefined && (jarURI !== undefined || args !== undefined))
    return { kind: "refused", because: "it is a session cluster, which has no job: jarURI and args are of jobs" };
  const job = defined<unknown>({ jarURI, args });
  const options = flinkConfiguration && configurationPatch(spec.flinkConfiguration, flinkConfiguration);
  return {
    kind: "patch",
    spec: defined<unknown>({
      image,
      job: Object.keys(job).length === 0 ? undefined : job,
      flinkConfiguration: options,
    }),
  };
}
