// breaks: eslint(no-restricted-imports)
import { good } from "../cli/good.ts";

export const used = good;
