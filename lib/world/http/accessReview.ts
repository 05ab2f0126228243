import { isObject, objectAt, textAt } from "../simulation/json.ts";
import type { SimulatedSpoke } from "../simulatedSpoke.ts";
import { readBody } from "./requestBody.ts";
import type { Answer } from "./resourceRequest.ts";

/** Everybody is the same user here. */
const userInfo = { username: "simulated", groups: ["flink-fleet", "system:authenticated"] };

/** POST of a SelfSubjectAccessReview or a SelfSubjectReview, which are answered and kept nowhere. `undefined` for any other path. */
export async function accessReview(spoke: SimulatedSpoke, path: string, request: Request): Promise<Answer | undefined> {
  const kind = /^\/apis\/(?:authorization|authentication)\.k8s\.io\/v1\/(selfsubject(?:access)?reviews)$/.exec(
    path,
  )?.[1];
  if (kind === undefined) return undefined;
  const sent = await readBody(request);
  const body = isObject(sent) ? sent : {};
  const status = kind === "selfsubjectreviews" ? { userInfo } : { allowed: allowed(spoke, body) };
  return { status: 201, body: { ...body, status } };
}

function allowed(spoke: SimulatedSpoke, review: object): boolean {
  const asked = objectAt(objectAt(review, "spec"), "resourceAttributes");
  const subresource = textAt(asked, "subresource");
  const resource = textAt(asked, "resource") ?? "";
  return spoke.may({
    namespace: textAt(asked, "namespace"),
    group: textAt(asked, "group") ?? "",
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    verb: textAt(asked, "verb") ?? "",
  });
}
