import type * as z from "zod";
import { Faulted } from "../core/fault.ts";
import type { FlinkReply } from "./exchange.ts";

/** An answer in another form than promised says nothing about what is there. */
export function understood<T>(schema: z.ZodType<T>, reply: FlinkReply, what: string): T {
  const result = schema.safeParse(json(reply.text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.join(".");
  const because = `the answer was not understood: ${where}: ${issue?.message ?? "unknown"}`;
  throw new Faulted({ kind: "unavailable", what, because });
}

/** `undefined` for what is not JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
