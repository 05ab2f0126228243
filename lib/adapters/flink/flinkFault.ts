import { Faulted, type Fault } from "../../core/fault.ts";
import { json } from "../kubernetes/answers.ts";
import type { Reply } from "../kubernetes/connection.ts";
import { statusIn } from "../kubernetes/replyFault.ts";
import { shortened } from "../kubernetes/shortened.ts";
import { flinkErrors } from "./answers.ts";

/**
 * What an answer other than 2xx through the service proxy means. Only Flink itself can say that a job is not there; the API
 * server answering in its place (no Service, no ready pod, no way to it) means that nobody looked.
 */
export function flinkFault(reply: Reply, what: string): Faulted {
  const errors = flinkErrors.safeParse(json(reply.text));
  return new Faulted(errors.success ? fromFlink(reply.status, errors.data.errors, what) : fromProxy(reply, what));
}

function fromFlink(code: number, errors: readonly string[], what: string): Fault {
  const said = shortened(errors[0] ?? "") || `status ${code}`;
  // A path that Flink does not serve (RouterHandler) is answered by 404 as well.
  if (code === 404 && !said.startsWith("Not found: /")) return { kind: "missing", what };
  const passes = code >= 500 || [404, 408, 429].includes(code);
  return { kind: passes ? "unavailable" : "rejected", what, because: `Flink says: ${said}` };
}

function fromProxy(reply: Reply, what: string): Fault {
  const status = statusIn(reply);
  const because = status === undefined ? `status ${reply.status} without an explanation` : explained(status.message);
  return { kind: reply.status === 401 || reply.status === 403 ? "denied" : "unavailable", what, because };
}

const dial = /error trying to reach service: (.*)/;

/** The address of the pod is left out: it is another one every time, and texts end up in conditions. */
function explained(message: string): string {
  const reason = dial.exec(message)?.[1];
  if (reason === undefined) return shortened(message);
  if (/timeout|deadline exceeded|no route to host/.test(reason)) {
    return (
      "the control plane of the Kubernetes cluster cannot reach the JobManager's pod: its security group or a NetworkPolicy " +
      "has to allow the REST port (8081) from the control plane"
    );
  }
  if (reason.includes("connection refused")) return "the JobManager's pod does not listen on its REST port yet";
  return shortened(reason.replaceAll(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|\[[0-9a-f:]+\](:\d+)?/g, "the pod"));
}
