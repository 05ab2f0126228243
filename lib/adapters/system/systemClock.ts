import { instant } from "../../core/time.ts";
import type { Clock } from "../../ports/system.ts";

export const systemClock: Clock = { now: () => instant(Date.now()) };
