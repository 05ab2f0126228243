import { type JsonObject, textAt } from "../../simulation/json.ts";
import type { Job } from "../job.ts";
import { checkpointSettings } from "../checkpointSettings.ts";
import type { Operation, OperationEnd } from "../operations.ts";
import { failure, notFoundLate, ok, type RestAnswer } from "./answer.ts";
import type { JobRequest, Route } from "./route.ts";
import { unknownField } from "./unknownField.ts";

/** Operations that are asked for with POST and looked at under their trigger id. A job that is not there shows only in the result. */
export const operationRoutes: readonly Route[] = [
  { method: "POST", pattern: /^\/savepoints$/, answer: savepoint },
  { method: "POST", pattern: /^\/stop$/, answer: stop },
  {
    method: "GET",
    pattern: /^\/savepoints\/([^/]+)$/,
    answer: (request) => look(request, "savepoint", (cause) => cause),
  },
  { method: "POST", pattern: /^\/checkpoints$/, since: [1, 17], answer: checkpoint },
  {
    method: "GET",
    pattern: /^\/checkpoints\/([0-9a-f]{32})$/,
    since: [1, 17],
    answer: (request) => look(request, "checkpoint", (cause) => ({ failureCause: cause["failure-cause"] })),
  },
];

function savepoint(request: JobRequest): RestAnswer {
  const directory = textAt(request.body, "target-directory") ?? defaultDirectory(request);
  const unknown = unknownField(request.leader, request.body, {
    "target-directory": [1, 0],
    "cancel-job": [1, 0],
    ...since15,
  });
  if (unknown !== undefined) return unknown;
  if (directory === undefined) return failure(400, noDirectory("target-directory"));
  return trigger(request, "savepoint", (job, end) =>
    job.parts.checkpoints.trigger("savepoint", directory, (taken) =>
      end(taken.kind === "failed" ? taken : { kind: "completed", result: { location: taken.snapshot.path } }),
    ),
  );
}

function stop(request: JobRequest): RestAnswer {
  const directory = textAt(request.body, "targetDirectory") ?? defaultDirectory(request);
  const unknown = unknownField(request.leader, request.body, { targetDirectory: [1, 0], drain: [1, 0], ...since15 });
  if (unknown !== undefined) return unknown;
  if (directory === undefined) return failure(400, noDirectory("targetDirectory"));
  return trigger(request, "savepoint", (job, end) => job.stopWithSavepoint(directory, end));
}

function checkpoint(request: JobRequest): RestAnswer {
  const unknown = unknownField(request.leader, request.body, { checkpointType: [1, 17], triggerId: [1, 17] });
  if (unknown !== undefined) return unknown;
  return trigger(request, "checkpoint", (job, end) =>
    job.parts.checkpoints.trigger("checkpoint", undefined, (taken) =>
      end(taken.kind === "failed" ? taken : { kind: "completed", result: { checkpointId: taken.id } }),
    ),
  );
}

const since15 = { formatType: [1, 15], triggerId: [1, 15] } as const;

type Act = (job: Job, end: (how: OperationEnd) => void) => void;

function trigger({ leader, id, body }: JobRequest, kind: string, act: Act): RestAnswer {
  const triggerId = textAt(body, "triggerId") ?? leader.parts.randomJobId();
  leader.operations.begin(`${kind} ${id} ${triggerId}`, (end) => {
    const job = leader.job(id);
    if (job === undefined) return end({ kind: "failed", because: notFound(id) });
    act(job, end);
  });
  return { status: 202, body: { "request-id": triggerId } };
}

function look(
  { leader, id, found: [triggerId = ""] }: JobRequest,
  kind: string,
  shape: (cause: JsonObject) => JsonObject,
): RestAnswer {
  const operation = leader.operations.find(`${kind} ${id} ${triggerId}`);
  if (operation === undefined)
    return notFoundLate(`There is no ${kind} operation with triggerId=${triggerId} for job ${id}.`);
  return operationAnswer(operation, shape);
}

/** `shape` says where the failure of one that failed stands. */
export function operationAnswer(operation: Operation, shape: (cause: JsonObject) => JsonObject): RestAnswer {
  if (operation.kind === "inProgress") return ok({ status: { id: "IN_PROGRESS" }, operation: null });
  const result =
    operation.kind === "completed" ? operation.result : shape({ "failure-cause": failureCause(operation.because) });
  return ok({ status: { id: "COMPLETED" }, operation: result });
}

const defaultDirectory = ({ leader }: JobRequest): string | undefined =>
  checkpointSettings(leader.parts.configuration).savepointDirectory;

const noDirectory = (property: string): string =>
  `Config key [state.savepoints.dir] is not set. Property [${property}] must be provided.`;

const notFound = (id: string): string =>
  `org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (${id})`;

const failureCause = (because: string): JsonObject => ({
  class: because.split(/[:\n]/)[0],
  "stack-trace": because,
  "serialized-throwable": "",
});
