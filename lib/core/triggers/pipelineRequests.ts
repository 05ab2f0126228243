import type { PipelineRule } from "../../api/fleet/triggers.ts";
import { type Instant, later, minutes } from "../time.ts";
import type { ChangeRequest } from "./changeRequest.ts";

/** The end of a CodePipeline's execution or of a CodeBuild, as AWS tells it. */
export interface Success {
  /** Of the event. */
  readonly id: string;
  readonly at: Instant;
  readonly account: string;
  readonly of: "pipeline" | "project";
  readonly name: string;
}

/** What the rules of the fleet file make of it. The images have the tags of the rules: they are to be pinned. */
export function pipelineRequests(
  success: Success,
  rules: readonly PipelineRule[],
  home: string,
): readonly ChangeRequest[] {
  const { id, at: requestedAt, of, name, account } = success;
  return rules.flatMap((rule, index) => {
    if (rule[of] !== name || account !== (rule.account ?? home)) return [];
    const { action, image, jarURI, selector } = rule;
    const change = action === "restart" ? { kind: action } : { kind: action, image, jarURI };
    const by = `triggers.pipelines[${index}]`;
    const deadline = later(requestedAt, minutes(60));
    return [{ id: `${of}:${id}`, change, by, selector, allowed: selector, requestedAt, deadline }];
  });
}
