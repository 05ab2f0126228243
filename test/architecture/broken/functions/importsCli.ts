// breaks: eslint(no-restricted-imports)
import { good } from "../lib/cli/good.ts";

export const used = good;
