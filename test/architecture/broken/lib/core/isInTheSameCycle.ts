// breaks: import(no-cycle)
import { one } from "./isInACycle.ts";

export const other = (): number => one();
