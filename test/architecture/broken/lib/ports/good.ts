// breaks: nothing
import type { Millis } from "../core/good.ts";

export interface Timer {
  wait(by: Millis): Promise<void>;
}
