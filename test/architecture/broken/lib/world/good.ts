// breaks: nothing
import { Hono } from "hono";
import type { Timer } from "../ports/good.ts";

export type Timers = readonly Timer[];
export const good = new Hono();
