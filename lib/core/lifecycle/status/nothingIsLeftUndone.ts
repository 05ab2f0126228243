import { snapshotsAskedFor } from "./notCarriedOut.ts";
import type { Seen } from "../seen.ts";

/** Whether the spec asks for nothing more than what is recorded: one that changes the operator's own options, for instance, is done with once it is seen. */
export const nothingIsLeftUndone = ({ deployed, resource }: Pick<Seen, "deployed" | "resource">): boolean =>
  deployed.kind === "recorded" &&
  deployed.difference.class === "ignore" &&
  resource.status.fleet?.inPlace === undefined &&
  snapshotsAskedFor(deployed.spec, resource.spec).length === 0;
