import * as z from "zod";
import { Faulted, type Fault } from "../core/fault.ts";
import { shortened } from "../core/shortened.ts";
import type { FlinkReply } from "./exchange.ts";
import { proxyFault } from "./proxyFault.ts";
import { json } from "./understood.ts";

/** Every error of Flink's REST API (ErrorResponseBody): the message, then perhaps a stack trace. */
const flinkErrors = z.looseObject({ errors: z.array(z.string()) });

/** AbstractHandler puts the class before the message where a handler's answer was late in coming (1.20, 2.1), and not elsewhere. */
const restHandlerException = /^org\.apache\.flink\.runtime\.rest\.handler\.RestHandlerException: /;

/** What Flink itself said in an answer other than 2xx; `undefined` when the answer is not from Flink. */
export function saidByFlink(reply: FlinkReply): string | undefined {
  const errors = flinkErrors.safeParse(json(reply.text)).data?.errors;
  return errors?.map((error) => error.replace(restHandlerException, "")).join("\n");
}

/**
 * What an answer other than 2xx through the service proxy means. Only Flink itself can say that a job is not there; the API
 * server answering in its place (no Service, no ready pod, no way to it) means that nobody looked.
 */
export function refusal(reply: FlinkReply, what: string): Faulted {
  const said = saidByFlink(reply);
  return new Faulted(said === undefined ? proxyFault(reply, what) : flinkFault(reply.status, said, what));
}

/**
 * AbstractExecutionGraphHandler, JobCancellationHandler, and FlinkJobNotFoundException where a handler lets it through as 500. Any other
 * 404 is about something else: a path that is not served (RouterHandler), a trigger id, a checkpoint.
 */
const unknownJob = /^Job \S+ not found|^Job could not be found|FlinkJobNotFoundException/m;

/** SchedulerNG's answer to resource requirements where the scheduler is not adaptive: it comes as 500. */
const unsupported = /UnsupportedOperationException/;

function flinkFault(code: number, said: string, what: string): Fault {
  if (unknownJob.test(said) && (code === 404 || code >= 500)) return { kind: "missing", what };
  const because = `Flink says: ${shortened(firstLine(code, said)) || `status ${code}`}`;
  if (code === 409) return { kind: "conflict", what, because };
  const passes = (code >= 500 && !unsupported.test(said)) || [404, 408, 429].includes(code);
  return { kind: passes ? "unavailable" : "rejected", what, because };
}

/** "Internal server error." says nothing; the exception that follows it does. */
function firstLine(code: number, said: string): string {
  const [first = "", ...rest] = said.split("\n").map((line) => line.trim());
  const exception = rest.find((line) => unsupported.test(line));
  return code >= 500 && exception !== undefined ? exception : first;
}
