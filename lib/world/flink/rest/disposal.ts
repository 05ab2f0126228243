import { textAt } from "../../simulation/json.ts";
import type { JobManager } from "../jobManager.ts";
import { failure, ok, type RestAnswer, type RestRequest } from "./answer.ts";
import { operationAnswer } from "./operations.ts";

/** POST /savepoint-disposal: deletes the files of a savepoint. */
export function disposal(leader: JobManager, { body = {} }: RestRequest): RestAnswer {
  const path = textAt(body, "savepoint-path");
  if (path === undefined) return failure(400, "Field savepoint-path must not be omitted or be null.");
  const triggerId = leader.parts.randomJobId();
  leader.operations.begin(`disposal ${triggerId}`, (end) => {
    const { store } = leader.parts;
    const gone = `java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory '${path}'.`;
    if (store.find(path) === undefined) return end({ kind: "failed", because: gone });
    store.discard(path);
    end({ kind: "completed", result: {} });
  });
  return ok({ "request-id": triggerId });
}

export function disposalProgress(leader: JobManager, triggerId: string): RestAnswer {
  const operation = leader.operations.find(`disposal ${triggerId}`);
  return operation === undefined
    ? failure(404, `Operation not found under key: ${triggerId}`)
    : operationAnswer(operation, (cause) => cause);
}
