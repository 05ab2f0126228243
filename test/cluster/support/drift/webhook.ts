import jsonPatch from "fast-json-patch";
import { pathOf } from "../../../../lib/adapters/kubernetes/paths.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { merged } from "../../../../lib/core/triggers/json.ts";
import { eventually } from "../eventually.ts";
import type { Plane } from "./plane.ts";

const apiVersion = "admissionregistration.k8s.io/v1";

/** Changes a Deployment while it is being created, as a webhook would: by a policy that the API server carries out itself. */
export async function webhook(plane: Plane, deployment: KubernetesObject, patch: object): Promise<void> {
  const { namespace = "" } = deployment.metadata;
  const changes = jsonPatch.compare(deployment, merged(deployment, patch) as object);
  const [first] = changes;
  if (first === undefined) throw new Error("the webhook has nothing to do");
  const made = (resource: string, kind: string, spec: object) =>
    plane.connection.send({
      method: "POST",
      path: `/apis/${apiVersion}/${resource}`,
      body: { apiVersion, kind, metadata: { name: namespace }, spec },
      what: kind,
    });
  await made("mutatingadmissionpolicies", "MutatingAdmissionPolicy", policy(changes));
  await made("mutatingadmissionpolicybindings", "MutatingAdmissionPolicyBinding", {
    policyName: namespace,
    matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
  });
  const path = pathOf("Deployment", namespace);
  const tried = () =>
    plane.connection.send({ method: "POST", path, query: { dryRun: "All" }, body: deployment, what: "a try" });
  await eventually(
    "the webhook",
    async () => JSON.parse((await tried()).text) as object,
    (answer) => jsonPatch.getValueByPointer(answer, first.path) !== jsonPatch.getValueByPointer(deployment, first.path),
  );
}

const policy = (changes: readonly jsonPatch.Operation[]) => ({
  failurePolicy: "Fail",
  reinvocationPolicy: "Never",
  matchConstraints: {
    resourceRules: [{ apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["deployments"] }],
  },
  mutations: [{ patchType: "JSONPatch", jsonPatch: { expression: `[${changes.map(asCel).join(", ")}]` } }],
});

/** JSON is CEL. */
const asCel = (change: jsonPatch.Operation): string =>
  `JSONPatch{op: ${JSON.stringify(change.op)}, path: ${JSON.stringify(change.path)}, value: ${JSON.stringify("value" in change ? change.value : null)}}`;
