// breaks: eslint(no-restricted-imports)
import { env } from "node:process";

export const region = env["AWS_REGION"];
