// breaks: nothing
import { good as adapter } from "../adapters/good.ts";
import { good as shell } from "../shell/good.ts";
import { good as world } from "../world/good.ts";

export const wired = [adapter, shell, world];
