import * as z from "zod";
import type { Fault } from "../core/fault.ts";
import { shortened } from "../core/shortened.ts";
import type { FlinkReply } from "./exchange.ts";
import { json } from "./understood.ts";

/** meta/v1 Status: how the API server says that its service proxy did not get through. */
const kubernetesStatus = z.looseObject({ kind: z.literal("Status"), message: z.string().default("") });

/** What an answer means that is not from Flink. Whatever its status: it says nothing about Flink. */
export function proxyFault(reply: FlinkReply, what: string): Fault {
  const status = kubernetesStatus.safeParse(json(reply.text)).data;
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
