// breaks: eslint(no-restricted-imports)
import { setTimeout } from "node:timers/promises";

export const sleep = setTimeout;
