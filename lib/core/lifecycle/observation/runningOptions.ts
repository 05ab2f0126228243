import { userConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { runningSpec } from "./running.ts";
import type { Seen } from "../seen.ts";

/** What the user asked for in what runs; `presentOptions` is what is asked for by now. */
export const runningOptions = (
  subject: Pick<Seen, "resource" | "deployed">,
  defaults: OperatorDefaults,
): FlinkConfiguration =>
  userConfiguration({ namespace: subject.resource.metadata.namespace, spec: runningSpec(subject) }, defaults);
