import { problem, type DeploymentRule } from "./problem.ts";

const allowed = ["log4j-console.properties", "logback-console.xml"];

/** Flink's start scripts read no other file. */
export const logConfiguration: DeploymentRule = ({ spec }) => {
  const key = Object.keys(spec.logConfiguration ?? {}).find((one) => !allowed.includes(one));
  if (key === undefined) return undefined;
  return problem(
    `spec.logConfiguration["${key}"]`,
    `Invalid log config key: ${key}. Allowed keys are [${allowed.join(", ")}]`,
  );
};
