import type { JsonObject } from "../../simulation/json.ts";
import type { Job } from "../job.ts";
import type { JobManager } from "../jobManager.ts";
import { failure, type RestAnswer } from "./answer.ts";

/** A request about one job, which may not be there. */
export interface JobRequest {
  readonly leader: JobManager;
  readonly id: string;
  /** What the pattern of the route found in the path. */
  readonly found: readonly string[];
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

export interface Route {
  readonly method: string;
  /** Of what follows the job's id. */
  readonly pattern: RegExp;
  /** The first version of Flink that has it. */
  readonly since?: readonly [major: number, minor: number];
  readonly answer: (request: JobRequest) => RestAnswer;
}

/** Most routes need the job. */
export const ofJob =
  (answer: (job: Job, request: JobRequest) => RestAnswer): Route["answer"] =>
  (request) => {
    const job = request.leader.job(request.id);
    return job === undefined ? failure(404, `Job ${request.id} not found`) : answer(job, request);
  };

export const isAtLeast = ({ parts }: JobManager, [major, minor]: readonly [number, number]): boolean =>
  parts.version.major > major || (parts.version.major === major && parts.version.minor >= minor);
