// breaks: nothing
import { readFileSync } from "node:fs";
import type { V1Pod } from "@kubernetes/client-node";
import type { Timer } from "../ports/good.ts";

export interface Seen {
  readonly pod: V1Pod;
  readonly timer: Timer;
}
export const good = readFileSync;
