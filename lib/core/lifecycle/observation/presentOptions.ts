import { userConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import type { Seen } from "../seen.ts";

/** What the user asks for by now. Options of the operator itself count from the moment they are written, whatever runs. */
export const presentOptions = ({ resource }: Pick<Seen, "resource">, defaults: OperatorDefaults): FlinkConfiguration =>
  userConfiguration({ namespace: resource.metadata.namespace, spec: resource.spec }, defaults);
