import { Faulted, type Fault } from "../core/fault.ts";
import { shortened } from "../core/shortened.ts";
import type { FlinkReply } from "./exchange.ts";
import { refusal, saidByFlink } from "./refusal.ts";
import { rootCause } from "./rootCause.ts";

/**
 * What an answer other than 2xx to POST /jars/upload means. A path that is not served (RouterHandler, from some version on
 * FileUploadHandler) will not be served the next time either.
 */
export function uploadRefusal(reply: FlinkReply, what: string): Faulted {
  return isNotServed(reply) ? new Faulted({ kind: "rejected", what, because: noJars }) : refusal(reply, what);
}

export const isNotServed = (reply: FlinkReply): boolean =>
  [400, 404].includes(reply.status) && notServed.test(saidByFlink(reply) ?? "");

const notServed = /^Not found: \S*\/jars\b|^(POST request|File upload) not allowed/;

const noJars =
  "this Flink cluster takes no jars: it is an application cluster, or web.submit.enable is false in its configuration";

/** What an answer other than 2xx to POST /jars/:jarid/run means. Much of it comes from main(), which may say anything. */
export function runRefusal(reply: FlinkReply, what: { readonly jar: string; readonly job: string }): Faulted {
  const said = saidByFlink(reply);
  if (isNotServed(reply)) return new Faulted({ kind: "rejected", what: what.job, because: noJars });
  if (said === undefined || ![400, 500].includes(reply.status)) return refusal(reply, what.job);
  return new Faulted(runFault(said, reply, what));
}

function runFault(said: string, reply: FlinkReply, what: { readonly jar: string; readonly job: string }): Fault {
  if (noSuchJar.test(said)) return { kind: "missing", what: what.jar };
  const because = `Flink says: ${shortened(rootCause(said)) || `status ${reply.status}`}`;
  if (duplicate.test(said)) return { kind: "conflict", what: what.job, because };
  const unclear = noAnswerInside.test(said) || (reply.status === 500 && !refused.test(said));
  return { kind: unclear ? "unavailable" : "rejected", what: what.job, because };
}

/** JarHandlerUtils: by 400, or by 500 within a CompletionException. */
const noSuchJar = /^Jar file .+ does not exist|RestHandlerException: Jar file .+ does not exist/m;

/** Dispatcher.submitJob, of a job that runs and of one that has ended alike. */
const duplicate = /DuplicateJobSubmissionException/;

/** Flink itself could not reach its dispatcher, or heard nothing from it: the job may have been accepted. */
const noAnswerInside =
  /AskTimeoutException|Invocation of \[.*\] at recipient \[.*\] timed out|RecipientUnreachableException|FencingTokenException|EndpointNotStartedException/;

/** What is wrong with the request but is thrown too early for a status of its own (FLINK-33095): jar, class, options. */
const refused =
  /ProgramInvocationException|ProgramParametrizationException|IllegalArgumentException|IllegalConfigurationException/;
