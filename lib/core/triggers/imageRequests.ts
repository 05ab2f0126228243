import type { ImageRule } from "../../api/fleet/triggers.ts";
import { type Instant, later, minutes } from "../time.ts";
import type { ChangeRequest } from "./changeRequest.ts";
import { ecrName, type EcrRepository } from "./imageReference.ts";
import { matches, matchesAny } from "./matches.ts";

/** What ECR tells of a push. */
export interface Push {
  /** Of the event. */
  readonly id: string;
  readonly at: Instant;
  readonly repository: EcrRepository;
  /** Absent for a part of an image of several platforms, an attestation and the like: the image itself comes with its tag. */
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string;
}

/** The redeployments that the rules of the fleet file make of a push. `home` is the account of flink-fleet. */
export function imageRequests(push: Push, rules: readonly ImageRule[], home: string): readonly ChangeRequest[] {
  const { repository, tag } = push;
  if (tag === undefined) return [];
  return rules.flatMap((rule, index) => {
    const isMeant =
      matches(rule.repository, repository.name) &&
      repository.account === (rule.account ?? home) &&
      matchesAny(rule.tags, tag);
    return isMeant ? [requestOf(push, rule.selector, `triggers.images[${index}]`)] : [];
  });
}

function requestOf(push: Push, selector: ChangeRequest["selector"], by: string): ChangeRequest {
  const imagesOf = ecrName(push.repository);
  const change = { kind: "redeploy", image: `${imagesOf}:${push.tag}@${push.digest}`, imagesOf } as const;
  const deadline = later(push.at, minutes(60));
  return { id: `ecr:${push.id}`, change, by, selector, allowed: selector, requestedAt: push.at, deadline };
}
