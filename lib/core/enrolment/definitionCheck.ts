import type { Check } from "./check.ts";
import { type Checked, enrolCure } from "./cure.ts";
import { missingFields } from "./missingFields.ts";

/** What is known of one CustomResourceDefinition in a cluster. */
export interface SeenDefinition {
  /** `flinkdeployments.flink.apache.org` */
  readonly name: string;
  /** Whether the API server serves it in our version: only what is established is. */
  readonly served: boolean;
  /** Of the object itself; `hidden` where we may not read it. */
  readonly object: "there" | "missing" | "hidden";
  /** Why it is not established, in Kubernetes' words. */
  readonly because?: string | undefined;
  /** The schema that the cluster knows, and the one that it should. `undefined`: it does not tell. */
  readonly schema: unknown;
  readonly wanted: unknown;
}

const shown = 3;

export function definitionCheck(seen: SeenDefinition, checked: Checked): Check {
  const at = { step: "definitions", what: `${seen.name} (v1beta1)` } as const;
  const failed = (because: string): Check => ({ ...at, kind: "failed", because, cure: `${enrolCure(checked, [])}.` });
  if (!seen.served) return failed(unserved(seen));
  if (seen.schema === undefined)
    return { ...at, kind: "skipped", because: "it is served; the cluster does not tell its fields" };
  const missing = missingFields(seen.wanted, seen.schema);
  if (missing.length === 0) return { ...at, kind: "passed", says: "served, with all fields" };
  const more = missing.length > shown ? ` and ${missing.length - shown} more` : "";
  return failed(`is of another version: it does not know ${missing.slice(0, shown).join(", ")}${more}`);
}

function unserved({ object, because }: SeenDefinition): string {
  switch (object) {
    case "missing":
      return "is not installed";
    case "there":
      return `is installed, but not served in this version: ${because ?? "no reason is told"}`;
    case "hidden":
      return "is not served: not installed, or not established yet";
  }
}
