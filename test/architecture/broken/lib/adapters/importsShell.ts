// breaks: eslint(no-restricted-imports)
import { good } from "../shell/good.ts";

export const used = good;
