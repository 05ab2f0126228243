// breaks: eslint(no-restricted-imports)
import { good } from "../adapters/good.ts";

export const used = good;
