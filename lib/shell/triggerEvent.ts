import { type Arriving, arriving, buildSuccess, imagePush, pipelineSuccess } from "../api/events/arriving.ts";
import { isRequestType } from "../api/events/requests.ts";
import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest, Refusal } from "../core/triggers/changeRequest.ts";
import { imageRequests } from "../core/triggers/imageRequests.ts";
import { pipelineRequests } from "../core/triggers/pipelineRequests.ts";
import { parsedInstant } from "../core/time.ts";
import { trigger, type TriggerPorts } from "./trigger.ts";
import { refusedOutright, told } from "./triggerAnswer.ts";
import { type RequestPorts, requestOf, withPinnedImage } from "./triggerRequest.ts";

export interface EventPorts extends TriggerPorts, RequestPorts {
  /** The account that this runs in. */
  readonly home: string;
}

/**
 * Answers one event of EventBridge. What nobody asked for is left alone. Throws where it may be tried again: EventBridge brings the event
 * once more.
 */
export async function triggerEvent(event: unknown, ports: EventPorts): Promise<readonly Answer[]> {
  const read = arriving.safeParse(event);
  if (!read.success) {
    ports.log.warn("What came is no event of EventBridge", {});
    return [];
  }
  const found = await requestsIn(read.data, ports);
  if (found.length === 0) {
    const { id, source, "detail-type": type } = read.data;
    ports.log.info("Event asks for nothing", { id, source, type });
  }
  const answers: Answer[] = [];
  for (const request of found)
    answers.push(
      ...("kind" in request ? await told([refusedOutright(request)], ports) : await trigger(request, ports)),
    );
  return answers;
}

type Found = ChangeRequest | Refusal;

async function requestsIn(event: Arriving, ports: EventPorts): Promise<readonly Found[]> {
  const { source, account, detail, time, "detail-type": type } = event;
  if (isRequestType(type)) {
    const caller = { kind: "event", source, account } as const;
    return [await requestOf({ type, detail, caller, at: parsedInstant(time) }, ports)];
  }
  switch (source) {
    case "aws.ecr":
      return pushes(event, ports);
    case "aws.codepipeline":
    case "aws.codebuild":
      return await successes(event, ports);
    default:
      return [];
  }
}

function pushes({ id, account, region, time, detail }: Arriving, { triggers, home }: EventPorts): readonly Found[] {
  const push = imagePush.safeParse(detail).data;
  if (push === undefined) return [];
  const { "repository-name": name, "image-digest": digest, "image-tag": tag } = push;
  const repository = { account, region, name };
  const at = parsedInstant(time);
  return imageRequests({ id, at, repository, tag: tag === "" ? undefined : tag, digest }, triggers.images, home);
}

async function successes({ id, account, time, detail }: Arriving, ports: EventPorts): Promise<readonly Found[]> {
  const pipeline = pipelineSuccess.safeParse(detail).data?.pipeline;
  const project = buildSuccess.safeParse(detail).data?.["project-name"];
  const name = pipeline ?? project;
  if (name === undefined) return [];
  const success = {
    id,
    at: parsedInstant(time),
    account,
    of: pipeline === undefined ? "project" : "pipeline",
    name,
  } as const;
  const found = pipelineRequests(success, ports.triggers.pipelines, ports.home);
  return await Promise.all(found.map((request) => pinnedRequest(request, ports)));
}

async function pinnedRequest(request: ChangeRequest, ports: EventPorts): Promise<Found> {
  const change = await withPinnedImage(request.change, undefined, ports);
  if (change.kind !== "refused") return { ...request, change };
  const { id, by } = request;
  return { kind: "refused", id, action: request.change.kind, by, because: change.because };
}
