import { UserError } from "../userError.ts";
import type { SelectionOptions } from "./selectionOptions.ts";

/** Everything is never meant by leaving out. Throws UserError. */
export function refuseEverything(names: readonly string[], options: Omit<SelectionOptions, "kind">): void {
  const { namespace, selector, cluster, allNamespaces } = options;
  if (names.length > 0 || allNamespaces === true) return;
  if ([namespace, selector, cluster].some((by) => by !== undefined)) return;
  throw new UserError("say which resources: NAME…, -n, -l or --cluster; -A means all that the fleet looks after");
}
