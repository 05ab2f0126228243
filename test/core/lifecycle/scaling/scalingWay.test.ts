import { describe, expect, test } from "vitest";
import { flinkDeploymentSpec, type FlinkDeploymentSpec } from "../../../../lib/api/resources/flinkDeployment.ts";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import type { JobSize } from "../../../../lib/core/lifecycle/scaling/extent.ts";
import { scalingWay, type ScalingWay } from "../../../../lib/core/lifecycle/scaling/scalingWay.ts";
import { minutes, seconds } from "../../../../lib/core/time.ts";

type Part = Readonly<Record<string, unknown>>;

const app = (...parts: readonly Part[]): FlinkDeploymentSpec =>
  flinkDeploymentSpec.parse(
    Object.assign({ flinkVersion: "v1_20", job: { jarURI: "local:///a.jar", parallelism: 2 } }, ...parts),
  );
const parallelism = (n: number): Part => ({ job: { jarURI: "local:///a.jar", parallelism: n } });
const configuration = (flinkConfiguration: Part): Part => ({ flinkConfiguration });
const replicas = (n: number): Part => ({ taskManager: { replicas: n } });
const session: Part = { job: undefined };
const standalone: Part = { mode: "standalone" };
const reactive = configuration({ "scheduler-mode": "REACTIVE" });
const adaptive = configuration({ "jobmanager.scheduler": "Adaptive" });
const slots2 = { "taskmanager.numberOfTaskSlots": 2 };

const way = (from: FlinkDeploymentSpec, to: FlinkDeploymentSpec, announced: readonly JobSize[] = []): ScalingWay =>
  scalingWay({ namespace: "team", defaults: shippedDefaults, from, announced, to });

describe("scalingWay", () => {
  test.for<[string, FlinkDeploymentSpec, FlinkDeploymentSpec, object]>([
    [
      "a standalone session cluster takes other replicas, whatever its scheduler",
      app(session, standalone, replicas(1)),
      app(session, standalone, replicas(3)),
      { kind: "pods", to: { taskManagers: 3, parallelism: undefined } },
    ],
    [
      "a native session cluster has no replicas to follow",
      app(session, replicas(1)),
      app(session, replicas(3)),
      { kind: "pods", to: { taskManagers: undefined } },
    ],
    [
      "overrides are nothing to a session cluster",
      app(session),
      app(session, configuration({ "pipeline.jobvertex-parallelism-overrides": "v1:3" })),
      { kind: "pods" },
    ],
    [
      "standby JobManagers come without the job being touched",
      app(),
      app({ jobManager: { replicas: 2 } }),
      { kind: "pods", to: { jobManagers: 2, taskManagers: undefined } },
    ],
    [
      "replicas that say what the parallelism says",
      app(standalone, parallelism(4), configuration(slots2)),
      app(standalone, parallelism(4), configuration(slots2), replicas(2)),
      { kind: "pods", to: { taskManagers: 2, parallelism: 4 } },
    ],
    [
      "a parallelism that replicas overrule",
      app(parallelism(4), replicas(2)),
      app(parallelism(8), replicas(2)),
      { kind: "pods", to: { parallelism: 2 } },
    ],
    [
      "reactive: other replicas",
      app(standalone, reactive, replicas(1)),
      app(standalone, reactive, replicas(3)),
      { kind: "reactive", to: { taskManagers: 3 }, slots: 1 },
    ],
    [
      "reactive: another parallelism",
      app(standalone, parallelism(2), configuration({ "scheduler-mode": "reactive", ...slots2 })),
      app(standalone, parallelism(5), configuration({ "scheduler-mode": "reactive", ...slots2 })),
      { kind: "reactive", to: { taskManagers: 3 }, slots: 2 },
    ],
    [
      "adaptive, native: another parallelism",
      app(adaptive),
      app(adaptive, parallelism(4)),
      { kind: "requirements", from: [{ parallelism: 2 }], to: { parallelism: 4, taskManagers: undefined } },
    ],
    [
      "adaptive, native: other replicas are another parallelism",
      app(adaptive, replicas(2)),
      app(adaptive, replicas(4)),
      { kind: "requirements", to: { parallelism: 4 } },
    ],
    [
      "adaptive, standalone",
      app(standalone, adaptive),
      app(standalone, adaptive, parallelism(4)),
      { kind: "requirements", to: { parallelism: 4, taskManagers: 4 } },
    ],
    [
      "adaptive: vertices of their own",
      app(configuration({ "jobmanager.scheduler": "adaptive" })),
      app(configuration({ "jobmanager.scheduler": "adaptive", "pipeline.jobvertex-parallelism-overrides": "v1:3" })),
      { kind: "requirements", to: { overrides: { v1: "3" } } },
    ],
    [
      "reactive in native mode is nothing",
      app(reactive),
      app(reactive, parallelism(4)),
      { kind: "none", because: "only the adaptive scheduler rescales a running job (jobmanager.scheduler: adaptive)" },
    ],
    [
      "standalone, no such scheduler",
      app(standalone, replicas(1)),
      app(standalone, replicas(3)),
      { kind: "none", because: "only the adaptive scheduler rescales a running job (jobmanager.scheduler: adaptive)" },
    ],
    [
      "adaptive, but the user does not want it",
      app(),
      app(
        configuration({
          "jobmanager.scheduler": "adaptive",
          "kubernetes.operator.job.upgrade.inplace-scaling.enabled": false,
        }),
        parallelism(4),
      ),
      { kind: "none", because: "kubernetes.operator.job.upgrade.inplace-scaling.enabled is false" },
    ],
    [
      "adaptive, but of a version that cannot",
      app(adaptive, { flinkVersion: "v1_17" }),
      app(adaptive, { flinkVersion: "v1_17" }, parallelism(4)),
      { kind: "none", because: "Flink 1.17 cannot rescale a running job; Flink 1.18 and later can" },
    ],
  ])("%s", ([, from, to, expected]) => {
    expect(way(from, to)).toMatchObject(expected);
  });

  test("back to what was recorded, while a scaling is under way, is a scaling as well", () => {
    const two = app(adaptive);
    expect(way(two, two, [{ parallelism: 4, overrides: {} }])).toMatchObject({
      kind: "requirements",
      from: [{ parallelism: 2 }, { parallelism: 4 }],
    });
    expect(way(two, two)).toMatchObject({ kind: "pods" });
  });

  const name = "jobmanager.adaptive-scheduler.";
  test.for<[string, Part, Part, number]>([
    ["1.20 cools down", {}, {}, minutes(2) + seconds(30)],
    ["1.20, set by its older name", {}, { [`${name}scaling-interval.min`]: "1 min" }, minutes(3)],
    ["2.1 lets slots settle", { flinkVersion: "v2_1" }, {}, minutes(3) + seconds(30)],
    [
      "2.1 waits for checkpoints",
      { flinkVersion: "v2_1" },
      { "execution.checkpointing.interval": "1 min" },
      minutes(6) + seconds(30),
    ],
    [
      "2.1, all set",
      { flinkVersion: "v2_1" },
      {
        "execution.checkpointing.interval": "1 h",
        [`${name}executing.cooldown-after-rescaling`]: "10 s",
        [`${name}executing.resource-stabilization-timeout`]: "20 s",
        [`${name}rescale-trigger.max-delay`]: "30 s",
      },
      minutes(3),
    ],
    [
      "2.1, fewer failures are waited for",
      { flinkVersion: "v2_1" },
      { "execution.checkpointing.interval": "1 min", [`${name}rescale-trigger.max-checkpoint-failures`]: 0 },
      minutes(4) + seconds(30),
    ],
  ])("time to follow: %s", ([, version, options, within]) => {
    const scheduler = configuration({ "jobmanager.scheduler": "adaptive", ...options });
    expect(way(app(scheduler, version), app(scheduler, version, parallelism(4)))).toMatchObject({ within });
  });
});
