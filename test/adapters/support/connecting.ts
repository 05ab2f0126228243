import { Agent } from "undici";
import { onTestFinished } from "vitest";
import { Faulted, type Fault } from "../../../lib/core/fault.ts";
import { Connection, defaultLimits, type Limits } from "../../../lib/adapters/kubernetes/connection.ts";

/** A connection without credentials. */
export function connecting(server: string, limits: Partial<Limits> = {}): Connection {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const prepare = async () => ({ headers: { authorization: "Bearer not-to-be-seen" }, dispatcher });
  return new Connection({ server, prepare }, { ...defaultLimits, ...limits });
}

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
