import { userConfiguration } from "../configuration/effective.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { renderedObjects } from "../objects/rendered.ts";
import type { Obstacle } from "./plan.ts";
import type { FlinkResource, SessionCluster } from "./flinkResource.ts";
import type { Seen } from "./seen.ts";
import { sessionJobInvalidity } from "./validation/sessionJobInvalidity.ts";
import { invalidity } from "./validation/invalidity.ts";

/** Why this spec cannot be deployed by anybody, in the order of the Apache operator's DefaultValidator; or why no objects can be made of it. */
export function specProblem({ resource, deployed }: Seen, defaults: OperatorDefaults): Obstacle | undefined {
  const { metadata, spec } = resource;
  if (resource.session !== undefined) return sessionJobProblem(resource, resource.session, defaults);
  const problem = invalidity({
    metadata,
    spec,
    configuration: userConfiguration({ namespace: metadata.namespace, spec }, defaults),
    last: deployed.kind === "recorded" ? deployed.spec : undefined,
  });
  if (problem !== undefined) return { reason: "ValidationError", message: problem.message };
  const rendered = renderedObjects(resource, defaults);
  if (rendered.kind === "objects") return undefined;
  return { reason: "ValidationError", message: rendered.problems.map(({ message }) => message).join("; ") };
}

function sessionJobProblem(
  { metadata, spec }: FlinkResource,
  { name, spec: cluster, operator }: SessionCluster,
  defaults: OperatorDefaults,
): Obstacle | undefined {
  const configuration = userConfiguration({ namespace: metadata.namespace, spec }, defaults);
  const session = cluster === undefined ? undefined : { name, spec: cluster };
  const problem = sessionJobInvalidity({ metadata, spec, session, configuration, operator });
  return problem && { reason: "ValidationError", message: problem.message };
}
