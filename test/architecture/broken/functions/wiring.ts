// breaks: nothing
import { good as adapter } from "../lib/adapters/good.ts";
import { good as shell } from "../lib/shell/good.ts";

export const wired = [adapter, shell];
