// breaks: typescript(consistent-type-imports)
import { Millis } from "./good.ts";

export const none = (wait: Millis): boolean => wait === 0;
