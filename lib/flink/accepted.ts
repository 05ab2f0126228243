import type { FlinkCall, FlinkReply } from "./exchange.ts";
import { refusal } from "./refusal.ts";

export const isOk = ({ status }: FlinkReply): boolean => status >= 200 && status < 300;

/** Throws what any other answer than 2xx means. */
export function accepted(reply: FlinkReply, { what }: Pick<FlinkCall, "what">): FlinkReply {
  if (isOk(reply)) return reply;
  throw refusal(reply, what);
}
