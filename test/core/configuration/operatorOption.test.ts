import { describe, expect, expectTypeOf, test } from "vitest";
import { operatorKey, operatorOption, operatorOptionProblems } from "../../../lib/core/configuration/operatorOption.ts";
import { operatorOptions, type OperatorOption } from "../../../lib/core/configuration/operatorOptions.ts";
import type { Millis } from "../../../lib/core/time.ts";

const prefix = "kubernetes.operator.";

describe("operatorOption", () => {
  test.for<[OperatorOption, unknown]>([
    ["reconcile.interval", 60_000],
    ["resource.cleanup.timeout", 300_000],
    ["deployment.rollback.enabled", false],
    ["deployment.readiness.timeout", 300_000],
    ["jm-deployment-recovery.enabled", true],
    ["jm-deployment.shutdown-ttl", 86_400_000],
    ["jm-deployment.startup.probe.enabled", true],
    ["pod-template.merge-arrays-by-name", false],
    ["ingress.manage", true],
    ["job.restart.failed", false],
    ["job.savepoint-on-deletion", false],
    ["job.drain-on-savepoint-deletion", false],
    ["job.upgrade.ignore-pending-savepoint", false],
    ["job.upgrade.inplace-scaling.enabled", true],
    ["job.upgrade.last-state-fallback.enabled", true],
    ["job.upgrade.last-state.max.allowed.checkpoint.age", undefined],
    ["job.upgrade.last-state.job-cancel.enabled", false],
    ["session.deletion.block-on-session-jobs", true],
    ["session.deletion.block-on-unmanaged-jobs", true],
    ["snapshot.resource.enabled", true],
    ["savepoint.format.type", "CANONICAL"],
    ["checkpoint.type", "FULL"],
    ["savepoint.trigger.grace-period", 60_000],
    ["checkpoint.trigger.grace-period", 60_000],
    ["savepoint.dispose-on-delete", false],
    ["savepoint.cleanup.enabled", true],
    ["savepoint.history.max.count", 10],
    ["savepoint.history.max.age", 86_400_000],
    ["savepoint.history.max.count.threshold", undefined],
    ["savepoint.history.max.age.threshold", undefined],
    ["periodic.savepoint.interval", ""],
    ["periodic.checkpoint.interval", ""],
    ["cluster.health-check.enabled", false],
    ["cluster.health-check.restarts.window", 120_000],
    ["cluster.health-check.restarts.threshold", 64],
    ["cluster.health-check.checkpoint-progress.enabled", true],
    ["cluster.health-check.checkpoint-progress.window", undefined],
  ])("%s is %s where nothing is said", ([name, otherwise]) => {
    expect(operatorOption({}, name)).toBe(otherwise);
  });

  test("every default is told above, and no option is unknown to it", () => {
    expect(Object.keys(operatorOptions)).toHaveLength(37);
  });

  test.for<[OperatorOption, string, unknown]>([
    ["job.restart.failed", "TRUE", true],
    ["job.upgrade.last-state-fallback.enabled", " false ", false],
    ["deployment.readiness.timeout", "90s", 90_000],
    ["deployment.readiness.timeout", "PT2M", 120_000],
    ["job.upgrade.last-state.max.allowed.checkpoint.age", "10 min", 600_000],
    ["savepoint.format.type", "native", "NATIVE"],
    ["checkpoint.type", "Incremental", "INCREMENTAL"],
    ["savepoint.history.max.count", "3", 3],
    ["periodic.savepoint.interval", "0 0 4 ? * *", "0 0 4 ? * *"],
  ])("%s: '%s' is %s", ([name, text, read]) => {
    expect(operatorOption({ [operatorKey(name)]: text }, name)).toBe(read);
  });

  test.for<[OperatorOption, string, string, unknown]>([
    ["reconcile.interval", "reconciler.reschedule.interval", "15 s", 15_000],
    ["resource.cleanup.timeout", "reconciler.flink.cluster.shutdown.timeout", "1 min", 60_000],
    ["jm-deployment-recovery.enabled", "reconciler.jm-deployment-recovery.enabled", "false", false],
    ["session.deletion.block-on-unmanaged-jobs", "session.block-on-unmanaged-jobs", "false", false],
    ["savepoint.trigger.grace-period", "observer.savepoint.trigger.grace-period", "5 s", 5000],
  ])("%s is also read as %s, unless the newer name is set", ([name, older, text, read]) => {
    expect(operatorOption({ [prefix + older]: text }, name)).toBe(read);
    const newer = { [prefix + older]: "nonsense", [prefix + name]: text };
    expect(operatorOption(newer, name)).toBe(read);
  });

  test.for<[OperatorOption, string, string]>([
    ["job.restart.failed", "yes", "true or false"],
    ["job.restart.failed", "constructor", "true or false"],
    ["deployment.readiness.timeout", "5 parsecs", "a duration such as 5 min"],
    ["savepoint.history.max.count", "1.5", "a whole number"],
    ["savepoint.format.type", "AVRO", "CANONICAL or NATIVE"],
  ])("%s: '%s' counts as not set, and is told of", ([name, text, right]) => {
    const configuration = { [operatorKey(name)]: text };
    expect(operatorOption(configuration, name)).toBe(operatorOptions[name].otherwise);
    expect(operatorOptionProblems(configuration)).toEqual([{ key: operatorKey(name), value: text, right }]);
  });

  test("a problem names the key as it is written, and nothing is told of what can be read", () => {
    const older = `${prefix}reconciler.reschedule.interval`;
    expect(operatorOptionProblems({ [older]: "soon" })).toEqual([
      { key: older, value: "soon", right: "a duration such as 5 min" },
    ]);
    expect(operatorOptionProblems({ [older]: "1 min", "some.other.option": "soon" })).toEqual([]);
  });

  test("values have the types of their options", () => {
    expectTypeOf(operatorOption({}, "job.restart.failed")).toEqualTypeOf<boolean>();
    expectTypeOf(operatorOption({}, "reconcile.interval")).toEqualTypeOf<Millis>();
    expectTypeOf(operatorOption({}, "savepoint.format.type")).toEqualTypeOf<"CANONICAL" | "NATIVE">();
    expectTypeOf(operatorOption({}, "cluster.health-check.checkpoint-progress.window")).toEqualTypeOf<
      Millis | undefined
    >();
  });
});
