import { advice } from "./advice.ts";
import type { Failure } from "./overview.ts";

/** For programs: as all commands print them that look at clusters. */
export const printableFailures = (failures: readonly Failure[]) =>
  failures.map((failure) => ({ cluster: failure.cluster, kind: failure.fault.kind, message: advice(failure) }));
