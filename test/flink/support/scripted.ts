import { Faulted, type Fault } from "../../../lib/core/fault.ts";
import type { JobId, TriggerId } from "../../../lib/core/flink.ts";
import type { FlinkCall } from "../../../lib/flink/exchange.ts";
import { FlinkRest } from "../../../lib/flink/flinkRest.ts";
import type { FlinkAddress } from "../../../lib/ports/flink.ts";

export const at: FlinkAddress = { namespace: "jobs", service: "wordcount-rest", scheme: "http" };
export const job = "0123456789abcdef0123456789abcdef" as JobId;
export const trigger = "fedcba9876543210fedcba9876543210" as TriggerId;

/** A string is sent as it is, everything else as JSON. */
export interface Said {
  readonly status?: number;
  readonly body?: unknown;
}

function withoutWords(call: FlinkCall): Omit<FlinkCall, "what"> {
  const { method, path, query, body } = call;
  return { method, path, ...(query === undefined ? {} : { query }), ...(body === undefined ? {} : { body }) };
}

/** Flink that always says the same, or what it is asked for; `sent` is what it was asked, without the words for faults. */
export function saying(said: Said | ((call: FlinkCall) => Said)) {
  const sent: Omit<FlinkCall, "what">[] = [];
  const flink = new FlinkRest(async (_, call) => {
    sent.push(withoutWords(call));
    const { status = 200, body = {} } = typeof said === "function" ? said(call) : said;
    return { status, text: typeof body === "string" ? body : JSON.stringify(body) };
  });
  return { flink, sent };
}

export const flinkSays = (status: number, ...errors: readonly string[]): Said => ({ status, body: { errors } });

export const kubernetesSays = (code: number, message: string): Said => ({
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", message, code },
});

/** As AbstractHandler answers an exception that no handler has caught. */
export const internalError = (stackTrace: string): Said =>
  flinkSays(
    500,
    "Internal server error.",
    `<Exception on server side:\n${stackTrace}\nEnd of exception on server side>`,
  );

/** The fault that a call ends in; fails when it ends well, or in anything else. */
export async function faultOf(call: Promise<unknown>): Promise<Fault> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Faulted) return error.fault;
    throw error;
  }
  throw new Error("the call ended well");
}

/** The kind of fault that a call ends in, or `none`. */
export const outcome = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => "none",
    async (error: unknown) => (await faultOf(Promise.reject(error))).kind,
  );
