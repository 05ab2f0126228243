// breaks: eslint(no-restricted-imports)
import type { Step } from "../shell/good.ts";

export type Next = Step;
