import { choice, count, duration, flag, maybe, text, type Option } from "./optionKinds.ts";

/**
 * Options of the operator itself, by their names without `kubernetes.operator.`; names, defaults and deprecated names are the Apache
 * operator's (KubernetesOperatorConfigOptions). They count as the resource has them now, not as they were when it was deployed.
 */
export const operatorOptions = {
  "reconcile.interval": duration("60 s", "reconciler.reschedule.interval"),
  /** How long an orderly removal of Deployments may take. */
  "resource.cleanup.timeout": duration("5 min", "reconciler.flink.cluster.shutdown.timeout"),

  "deployment.rollback.enabled": flag(false),
  /** From the deployment until it counts as failed. */
  "deployment.readiness.timeout": duration("5 min"),
  "jm-deployment-recovery.enabled": flag(true, "reconciler.jm-deployment-recovery.enabled"),
  /** How long the JobManager of a job that has ended stays. */
  "jm-deployment.shutdown-ttl": duration("1 d"),
  "jm-deployment.startup.probe.enabled": flag(true),
  "pod-template.merge-arrays-by-name": flag(false),
  "ingress.manage": flag(true),

  "job.restart.failed": flag(false),
  "job.savepoint-on-deletion": flag(false),
  /** In spite of its name it counts for every stop with a savepoint. */
  "job.drain-on-savepoint-deletion": flag(false),
  "job.upgrade.ignore-pending-savepoint": flag(false),
  "job.upgrade.inplace-scaling.enabled": flag(true),
  "job.upgrade.last-state-fallback.enabled": flag(true),
  "job.upgrade.last-state.max.allowed.checkpoint.age": maybe(duration("0 s")),
  "job.upgrade.last-state.job-cancel.enabled": flag(false),

  "session.deletion.block-on-session-jobs": flag(true),
  "session.deletion.block-on-unmanaged-jobs": flag(true, "session.block-on-unmanaged-jobs"),

  "snapshot.resource.enabled": flag(true),
  "savepoint.format.type": choice("CANONICAL", "NATIVE"),
  "checkpoint.type": choice("FULL", "INCREMENTAL"),
  /** How long a trigger that failed is tried again, where no FlinkStateSnapshots are made. */
  "savepoint.trigger.grace-period": duration("1 min", "observer.savepoint.trigger.grace-period"),
  "checkpoint.trigger.grace-period": duration("1 min"),
  "savepoint.dispose-on-delete": flag(false),
  "savepoint.cleanup.enabled": flag(true),
  "savepoint.history.max.count": count(10),
  "savepoint.history.max.age": duration("24 h"),
  /** Caps on the two above; they count as the fleet's defaults have them. */
  "savepoint.history.max.count.threshold": maybe(count(0)),
  "savepoint.history.max.age.threshold": maybe(duration("0 s")),
  /** A duration or a Quartz cron expression; empty or 0: never. */
  "periodic.savepoint.interval": text(""),
  "periodic.checkpoint.interval": text(""),

  "cluster.health-check.enabled": flag(false),
  "cluster.health-check.restarts.window": duration("2 min"),
  "cluster.health-check.restarts.threshold": count(64),
  "cluster.health-check.checkpoint-progress.enabled": flag(true),
  /** Unset: as long as the checkpoint configuration needs. */
  "cluster.health-check.checkpoint-progress.window": maybe(duration("0 s")),
} as const satisfies Readonly<Record<string, Option<unknown>>>;

export type OperatorOption = keyof typeof operatorOptions;

/** What an option is read as: a boolean, `Millis`, a number, a word or a text; `undefined` where the option has no default. */
export type OperatorOptionValue<N extends OperatorOption> =
  (typeof operatorOptions)[N] extends Option<infer T> ? T : never;
