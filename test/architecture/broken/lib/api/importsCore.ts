// breaks: eslint(no-restricted-imports)
import { seconds } from "../core/time.ts";

export const patience = seconds(3);
