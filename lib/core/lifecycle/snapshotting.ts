import { userConfiguration } from "../configuration/effective.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { operatorOption } from "../configuration/operatorOption.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { snapshotsDue } from "../snapshots/asked/snapshotsDue.ts";
import { seconds } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import { isApplication, isDone } from "./running.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

type Subject = Pick<Seen, "resource" | "deployed">;

const optionsOf = ({ resource }: Subject, defaults: OperatorDefaults): FlinkConfiguration =>
  userConfiguration({ namespace: resource.metadata.namespace, spec: resource.spec }, defaults);

/** Whether its FlinkStateSnapshots are looked at: only where a nonce or a schedule asks for one. */
export function asksForSnapshots(subject: Subject, defaults: OperatorDefaults): boolean {
  const { deployed, resource } = subject;
  if (deployed.kind !== "recorded" || !isApplication(subject) || !isDone(subject)) return false;
  const options = optionsOf(subject, defaults);
  if (!operatorOption(options, "snapshot.resource.enabled")) return false;
  const isPending = (nonce: "savepointTriggerNonce" | "checkpointTriggerNonce"): boolean =>
    resource.spec.job?.[nonce] !== undefined && resource.spec.job[nonce] !== deployed.last.job?.[nonce];
  const isScheduled = (option: "periodic.savepoint.interval" | "periodic.checkpoint.interval"): boolean =>
    !["", "0"].includes(operatorOption(options, option));
  return (
    isPending("savepointTriggerNonce") ||
    isPending("checkpointTriggerNonce") ||
    isScheduled("periodic.savepoint.interval") ||
    isScheduled("periodic.checkpoint.interval")
  );
}

/** Makes the FlinkStateSnapshots that nonces and schedules ask for, one a run; taking them is their own life. */
export function snapshotting(seen: Seen, { defaults, now }: Circumstances): Plan | undefined {
  const { deployed, resource, snapshots } = seen;
  if (deployed.kind !== "recorded" || snapshots === undefined) return undefined;
  const configuration = optionsOf(seen, defaults);
  const { due, problems } = snapshotsDue({ resource, last: deployed.last, configuration, snapshots, now });
  const [first] = due;
  if (first !== undefined) {
    const { because, object, type, nonce } = first;
    const field = type === "SAVEPOINT" ? ("savepointTriggerNonce" as const) : ("checkpointTriggerNonce" as const);
    const consumes = nonce === undefined ? {} : { consumes: { field, nonce } };
    return { act: "again", because, effect: { kind: "createSnapshot", object, ...consumes }, wake: seconds(1) };
  }
  const [problem] = problems;
  if (problem === undefined) return undefined;
  return {
    act: "wait",
    because: problem,
    obstacle: { reason: "SnapshotNotTaken", message: problem },
    wake: "on schedule",
  };
}
