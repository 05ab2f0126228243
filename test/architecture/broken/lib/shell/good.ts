// breaks: nothing
import pLimit from "p-limit";
import { parallelism } from "../core/good.ts";
import type { Timer } from "../ports/good.ts";

export interface Step {
  readonly timer: Timer;
}
export const good = [pLimit, parallelism];
