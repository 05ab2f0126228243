import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import type { Instant } from "../../time.ts";
import type { Taken } from "./recorded.ts";

/** The entry of a savepoint with which a job was stopped. */
export const upgradeSavepoint = (
  configuration: FlinkConfiguration,
  { path, at }: { readonly path: string; readonly at: Instant },
): Taken => ({
  triggerId: undefined,
  trigger: "UPGRADE",
  at,
  path,
  nonce: undefined,
  formatType: operatorOption(configuration, "savepoint.format.type"),
});
