import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOptionProblems } from "../../configuration/operatorOption.ts";
import { keyField, problem, type Problem } from "./problem.ts";

/** The Apache operator takes such a value, and then fails in every look. */
export function operatorOptions(configuration: FlinkConfiguration): Problem | undefined {
  const [first] = operatorOptionProblems(configuration);
  return first && problem(keyField(first.key), `${first.key}: '${first.value}' must be ${first.right}`);
}
