import type { Journal } from "../../api/resources/journal.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import { part } from "../objects/json.ts";

/** What a resource remembers of itself, in its status. */
export const journalOf = (resource: KubernetesObject | undefined): Partial<Journal> =>
  resource === undefined ? {} : part(part(resource, "status"), "fleet");
