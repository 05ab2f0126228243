import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { quantity } from "../../configuration/quantity.ts";
import { resourceMemory } from "../../configuration/resourceMemory.ts";
import { problem, type DeploymentRule, type Problem } from "./problem.ts";

/** Requests and limits are amounts, cpu and memory more than none, and no request is above its limit. All violations are told. */
export const jobManagerResources: DeploymentRule = ({ spec }) => violations("JobManager", "jobManager", spec);

export const taskManagerResources: DeploymentRule = ({ spec }) => violations("TaskManager", "taskManager", spec);

type Amounts = Readonly<Record<string, string | number>>;

function violations(title: string, role: "jobManager" | "taskManager", spec: FlinkDeploymentSpec): Problem | undefined {
  const { requests = {}, limits = {} } = spec[role]?.resources ?? {};
  const field = `spec.${role}.resources`;
  const problems = [
    ...amountProblems(`${title} resources.requests`, requests),
    ...amountProblems(`${title} resources.limits`, limits),
    ...["cpu", "memory"].flatMap((name) => excess(`${title} resources`, name, { requests, limits })),
  ];
  return problems.length === 0 ? undefined : problem(field, problems.join("; "));
}

function amountProblems(field: string, amounts: Amounts): readonly string[] {
  return Object.entries(amounts).flatMap(([name, text]) => {
    const amount = amountOf(name, text);
    if (amount === undefined) return [`${field}.${name} '${text}' is not an amount: write it as ${example(name)}`];
    if (amount < 0 || (amount === 0 && hasToBeMore(name))) {
      return [
        `${field}.${name} '${text}' must be ${hasToBeMore(name) ? "more than 0" : "0 or more"}, such as ${example(name)}`,
      ];
    }
    return [];
  });
}

function excess(
  field: string,
  name: string,
  { requests, limits }: { readonly requests: Amounts; readonly limits: Amounts },
): readonly string[] {
  const [request, limit] = [requests[name], limits[name]];
  if (request === undefined || limit === undefined) return [];
  const [wanted, most] = [amountOf(name, request), amountOf(name, limit)];
  if (wanted === undefined || most === undefined || wanted <= most) return [];
  return [`${field}.requests.${name} '${request}' must not be more than limits.${name} '${limit}'`];
}

function amountOf(name: string, text: string | number): number | undefined {
  if (name !== "memory") return quantity(text);
  const size = resourceMemory(text);
  return size.kind === "value" ? size.value : undefined;
}

const hasToBeMore = (name: string): boolean => name === "cpu" || name === "memory";

const examples: Readonly<Record<string, string>> = { cpu: "500m or 2", memory: "2048m or 2Gi" };
const example = (name: string): string => examples[name] ?? "1 or 10Gi";
