// breaks: eslint(no-restricted-imports)
import { jobStates } from "../api/resources/common.ts";

export const count = jobStates.length;
