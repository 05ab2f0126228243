import { modeOf } from "../../configuration/mode.ts";
import { supportOf, versions } from "../../configuration/versions.ts";
import { problem, type DeploymentRule } from "./problem.ts";

const field = "spec.flinkVersion";

/** The gate: a version must be given, and it must be one that we run in this mode. */
export const flinkVersion: DeploymentRule = ({ spec }) => {
  if (spec.flinkVersion === undefined) {
    return problem(
      field,
      `Flink Version must be defined. Set ${field} to the version of Flink in the image, one of ${Object.keys(versions).join(", ")}.`,
    );
  }
  const support = supportOf(spec.flinkVersion, modeOf(spec));
  if (support.kind !== "refused") return undefined;
  return problem(
    field,
    `Flink version ${spec.flinkVersion} is not supported by this operator version: ${support.because} In ${modeOf(spec)} mode, these do: ${support.instead.join(", ")}.`,
  );
};
