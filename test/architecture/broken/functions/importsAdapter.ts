// breaks: eslint(no-restricted-imports)
import { good } from "../lib/adapters/good.ts";

export const used = good;
