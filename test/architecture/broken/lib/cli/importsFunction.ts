// breaks: eslint(no-restricted-imports)
import { good } from "../../functions/good.ts";

export const used = good;
