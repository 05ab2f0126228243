// breaks: import(no-cycle)
import { other } from "./isInTheSameCycle.ts";

export const one = (): number => other();
