import { problem, type DeploymentRule } from "./problem.ts";

const field = "spec.ingress.template";
const example = "{{name}}.{{namespace}}.flink.example.com";

/** The template must give a URL once name and namespace are filled in; only its port can be wrong, as for java.net.URL. */
export const ingressTemplate: DeploymentRule = ({ metadata, spec: { ingress } }) => {
  if (ingress === undefined) return undefined;
  if (ingress.template === undefined) {
    return problem(field, `Ingress template must be defined. Set ${field}, for example to ${example}.`);
  }
  const filled = ingress.template
    .replaceAll(/\{\{name\}\}/gi, metadata.name)
    .replaceAll(/\{\{namespace\}\}/gi, metadata.namespace);
  const authority = filled.replace(/^https?:\/\//i, "").replace(/[/?#].*$/s, "");
  const port = /:([^:\]]*)$/.exec(authority)?.[1] ?? "";
  if (/^\d*$/.test(port) && Number(port) <= 65_535) return undefined;
  return problem(
    field,
    `Unable to process the Ingress template(${ingress.template}). Error: '${port}' is not a port. Give a host and a path, for example ${example}/ui.`,
  );
};
