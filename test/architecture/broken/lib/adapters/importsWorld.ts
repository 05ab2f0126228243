// breaks: eslint(no-restricted-imports)
import { good } from "../world/good.ts";

export const used = good;
