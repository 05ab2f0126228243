import { operatorOption } from "../../configuration/operatorOption.ts";
import { instant, seconds, since } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { normal } from "../happenings/told.ts";
import { observation } from "../observation/observation.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { changes } from "../spec/difference.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";

/**
 * A deployment that does not come up in time goes back to the last spec that ran well, with the state that it was to start from or has made
 * since; the Apache operator asks for HA metadata or a JobManager that never started, and we for nothing but a state that can be told.
 */
export function rollback(seen: Seen, { defaults, now }: Circumstances): Plan | undefined {
  if (!mayGoBack(seen)) return undefined;
  const { status } = seen.resource;
  const options = presentOptions(seen, defaults);
  if (!operatorOption(options, "deployment.rollback.enabled")) return undefined;
  const deployedAt = instant(status.reconciliationStatus?.reconciliationTimestamp ?? now);
  const patience = operatorOption(options, "deployment.readiness.timeout");
  if (since(deployedAt, now) < patience) return undefined;
  return {
    act: "turn",
    because: `not ready ${patience / 1000} seconds after its deployment (${observation(seen).summary}): rolling back`,
    turn: { kind: "rollingBack" },
    tell: [normal("JobManagerDeployment", "Rollback", "Rolling back failed deployment.")],
    wake: seconds(0),
  };
}

function mayGoBack(seen: Seen): boolean {
  const { deployed, resource } = seen;
  const { state, lastStableSpec } = resource.status.reconciliationStatus ?? {};
  if (state !== "DEPLOYED" || deployed.kind !== "recorded" || isWell(seen)) return false;
  // The user is at it, though what was asked for is not valid yet.
  if (deployed.difference.class !== "ignore") return false;
  const stable = recordedSpec(lastStableSpec);
  if (stable.kind !== "recorded" || stable.spec.job?.state === "suspended") return false;
  // A recovery writes the record anew, and is no deployment that could be taken back.
  const isAnother = changes(deployed.last, stable.spec).class !== "ignore";
  return isAnother && stable.spec.flinkVersion === deployed.last.flinkVersion;
}

function isWell(seen: Seen): boolean {
  const { job, jobManager } = observation(seen);
  return isApplication(seen) ? job === "RUNNING" || job === "FINISHED" : jobManager === "READY";
}
