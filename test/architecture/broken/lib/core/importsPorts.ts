// breaks: eslint(no-restricted-imports)
import type { Clock } from "../ports/index.ts";

export type Watch = Clock;
