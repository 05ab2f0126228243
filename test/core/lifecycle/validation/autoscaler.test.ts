import { describe, expect, test } from "vitest";
import { autoscaler } from "../../../../lib/core/lifecycle/validation/autoscaler.ts";

type Options = Readonly<Record<string, string>>;
const on = (options: Options): Options => ({
  "job.autoscaler.enabled": "true",
  ...Object.fromEntries(Object.entries(options).map(([name, text]) => [`job.autoscaler.${name}`, text])),
});

describe("autoscaler", () => {
  test.for<[name: string, text: string, range: string, rest?: Options]>([
    ["scale-down.max-factor", "-0.1", "[0.0, +Infinity]"],
    ["scale-up.max-factor", "-1", "[0.0, +Infinity]"],
    ["utilization.target", "1.1", "[0.0, 1.0]"],
    ["utilization.target", "-0.1", "[0.0, 1.0]"],
    ["target.utilization.boundary", "-1", "[0.0, +Infinity]"],
    ["utilization.max", "0.69", "[0.7, 1.0]"],
    ["utilization.max", "1.1", "[0.7, 1.0]"],
    ["utilization.max", "0.4", "[0.5, 1.0]", { "utilization.target": "0.5" }],
    ["utilization.max", "0.4", "[0.5, 1.0]", { "target.utilization": "0.5" }],
    ["utilization.min", "0.71", "[0.0, 0.7]"],
    ["utilization.min", "-1", "[0.0, 0.7]"],
    ["utilization.min", "0.6", "[0.0, 0.5]", { "utilization.target": "0.5" }],
    ["memory.gc-pressure.threshold", "2", "[0.0, 1.0]"],
    ["memory.heap-usage.threshold", "-2", "[0.0, 1.0]"],
    ["observed-scalability.coefficient-min", "0", "[0.01, 1.0]", { "observed-scalability.enabled": "true" }],
    ["scaling.effectiveness.threshold", "2", "[0.0, 1.0]", { "scaling.effectiveness.detection.enabled": "true" }],
    ["memory.tuning.overhead", "2", "[0.0, 1.0]", { "memory.tuning.enabled": "true" }],
  ])("%s %s is not within %s", ([name, text, range, rest = {}]) => {
    const key = `job.autoscaler.${name}`;
    expect(autoscaler(on({ ...rest, [name]: text }))).toEqual({
      field: `spec.flinkConfiguration["${key}"]`,
      message: `The AutoScalerOption ${key} is invalid, it should be a value within the range ${range}, but it is ${text}.`,
    });
  });

  test.for<[Options]>([
    [{}],
    [
      {
        "scale-down.max-factor": "0",
        "scale-up.max-factor": "100000",
        "utilization.target": "1",
        "target.utilization.boundary": "7",
      },
    ],
    [{ "utilization.max": "0.7", "utilization.min": "0.7" }],
    [{ "utilization.target": "0", "utilization.max": "0", "utilization.min": "0" }],
    [
      {
        "observed-scalability.coefficient-min": "0",
        "scaling.effectiveness.threshold": "2",
        "memory.tuning.overhead": "2",
      },
    ],
    [{ "observed-scalability.enabled": "true", "observed-scalability.coefficient-min": "0.01" }],
    [{ "excluded.periods": "" }],
    [{ "metrics.window": "1 min" }],
  ])("%j is fine", ([options]) => {
    expect(autoscaler(on(options))).toBeUndefined();
  });

  test("what is no number is told as such", () => {
    expect(autoscaler(on({ "utilization.target": "most" }))?.message).toBe(
      "Invalid value in the autoscaler config job.autoscaler.utilization.target: 'most' is not a number.",
    );
  });

  test("the older prefix and names are read, the canonical ones win", () => {
    const old = {
      "kubernetes.operator.job.autoscaler.enabled": "TRUE",
      "kubernetes.operator.job.autoscaler.target.utilization": "2",
    };
    expect(autoscaler(old)?.field).toBe('spec.flinkConfiguration["job.autoscaler.utilization.target"]');
    expect(autoscaler({ ...old, "job.autoscaler.utilization.target": "0.5" })).toBeUndefined();
    expect(autoscaler({ ...old, "job.autoscaler.enabled": "false" })).toBeUndefined();
  });

  test.for<[Options, string]>([
    [
      { "excluded.periods": "9:00:00-8:00:00" },
      "Invalid value in the autoscaler config job.autoscaler.excluded.periods: '9:00:00-8:00:00' is neither",
    ],
    [
      { "metrics.window": "long" },
      "Invalid value in the autoscaler config job.autoscaler.metrics.window: 'long' is not a duration such as 15 min.",
    ],
    [
      { "metrics.window": "59 s" },
      "The AutoScalerOption job.autoscaler.metrics.window is invalid, it should be at least kubernetes.operator.reconcile.interval (60 s), but it is 59 s.",
    ],
  ])("%j", ([options, message]) => {
    expect(autoscaler(on(options))?.message).toContain(message);
  });

  test.for<[interval: string, window: string, fine: boolean]>([
    ["20 min", "15 min", false],
    ["15 min", "15 min", true],
    ["15 s", "15 s", true],
    ["nonsense", "59 s", false],
    ["nonsense", "60 s", true],
  ])("an interval of %s and a window of %s: %s", ([interval, window, fine]) => {
    const found = autoscaler({
      ...on({ "metrics.window": window }),
      "kubernetes.operator.reconcile.interval": interval,
    });
    expect(found === undefined).toBe(fine);
  });
});
