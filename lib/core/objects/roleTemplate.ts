import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { operatorOption } from "../configuration/operatorOption.ts";
import { isTrue } from "../configuration/options.ts";
import { requirementsOf, type Role } from "../configuration/roleResources.ts";
import { filled, part, type Json } from "./json.ts";
import { mainContainerOf, withMainContainer } from "./mainContainer.ts";
import { mergedTemplate } from "./podTemplate.ts";

/** The pod template that a role gets from the resource, before Flink's own parts; undefined where the resource says nothing of it. */
export function roleTemplate(role: Role, spec: FlinkDeploymentSpec, user: FlinkConfiguration): Json | undefined {
  const ofRole = role === "jobmanager" ? spec.jobManager : spec.taskManager;
  const merged = mergedTemplate(
    spec.podTemplate ?? {},
    ofRole?.podTemplate ?? {},
    operatorOption(user, "pod-template.merge-arrays-by-name"),
  );
  const { status: _status, apiVersion: _apiVersion, kind: _kind, ...template } = merged;
  const more = otherResources(ofRole);
  const complete =
    more === undefined
      ? template
      : withMainContainer(template, (one) => ({ ...one, resources: overlaidResources(one, more) }));
  const probed = role === "jobmanager" ? withStartupProbe(complete, user) : complete;
  return Object.keys(probed).length === 0 ? undefined : probed;
}

/** What a role asks for besides cpu and memory, which Flink's options carry. */
function otherResources(
  ofRole: FlinkDeploymentSpec["jobManager"] | FlinkDeploymentSpec["taskManager"],
): Json | undefined {
  const { requests, limits } = requirementsOf(ofRole);
  const others = (all: Json): Json =>
    Object.fromEntries(Object.entries(all).filter(([name]) => name !== "cpu" && name !== "memory"));
  const found = filled({ requests: others(requests), limits: others(limits), claims: ofRole?.resources?.claims });
  return Object.keys(found).length === 0 ? undefined : found;
}

function overlaidResources(container: Json, more: Json): Json {
  return mergedTemplate(part(container, "resources"), more, true);
}

/**
 * With it, a JobManager's pod is ready when its REST API answers, and no earlier. A kubelet has no client certificate to show: where REST
 * asks for one, the probe could never succeed.
 */
function withStartupProbe(template: Json, user: FlinkConfiguration): Json {
  const wanted =
    operatorOption(user, "jm-deployment.startup.probe.enabled") &&
    !isTrue(user, "security.ssl.rest.authentication-enabled", false);
  if (!wanted || mainContainerOf(template)["startupProbe"] !== undefined) return template;
  const secured = isTrue(user, "security.ssl.rest.enabled", false);
  const startupProbe = {
    httpGet: { path: "/config", port: "rest", ...(secured ? { scheme: "HTTPS" } : {}) },
    failureThreshold: 2_147_483_647,
    periodSeconds: 1,
  };
  return withMainContainer(template, (container) => ({ ...container, startupProbe }));
}
