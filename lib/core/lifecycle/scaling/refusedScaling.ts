import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";

/** Why the spec of that generation cannot be carried out in place; `undefined` where nothing has refused it. */
export function refusedScaling({ fleet }: Pick<FlinkDeploymentStatus, "fleet">, wanted: number): string | undefined {
  const { refused, generation } = fleet?.inPlace ?? {};
  if (refused === undefined || generation !== wanted) return undefined;
  return refused.effect === "setIngress" ? undefined : `scaling in place was refused (${refused.because})`;
}
