// breaks: eslint(no-restricted-imports)
import type { V1Pod } from "@kubernetes/client-node";

export type Pod = V1Pod;
