import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorKey, operatorOption } from "../../configuration/operatorOption.ts";
import { textOf } from "../../configuration/options.ts";
import { javaDouble } from "../spec/javaDouble.ts";
import { autoscalerFlag, autoscalerKey, autoscalerOption } from "./autoscalerOptions.ts";
import { excludedPeriodsProblem } from "./excludedPeriods.ts";
import { flinkDuration } from "../../configuration/flinkDuration.ts";
import { keyField, problem, type Problem } from "./problem.ts";

interface Range {
  readonly name: string;
  readonly min: number | "target";
  readonly max: number | "target";
  /** Checked only while this option is true. */
  readonly when?: string;
}

const unbounded = Number.POSITIVE_INFINITY;

/** In the order of Flink's AutoscalerValidator. `target` is the value of utilization.target. */
const ranges: readonly Range[] = [
  { name: "scale-down.max-factor", min: 0, max: unbounded },
  { name: "scale-up.max-factor", min: 0, max: unbounded },
  { name: "utilization.target", min: 0, max: 1 },
  { name: "target.utilization.boundary", min: 0, max: unbounded },
  { name: "utilization.max", min: "target", max: 1 },
  { name: "utilization.min", min: 0, max: "target" },
  { name: "memory.gc-pressure.threshold", min: 0, max: 1 },
  { name: "memory.heap-usage.threshold", min: 0, max: 1 },
  { name: "observed-scalability.coefficient-min", min: 0.01, max: 1, when: "observed-scalability.enabled" },
  { name: "scaling.effectiveness.threshold", min: 0, max: 1, when: "scaling.effectiveness.detection.enabled" },
  { name: "memory.tuning.overhead", min: 0, max: 1, when: "memory.tuning.enabled" },
];

const defaultTarget = 0.7;

/** What is wrong with the options of the autoscaler; nothing while it is off. */
export function autoscaler(configuration: FlinkConfiguration): Problem | undefined {
  if (!autoscalerFlag(configuration, "enabled")) return undefined;
  for (const range of ranges) {
    const found = outOfRange(configuration, range);
    if (found !== undefined) return found;
  }
  return excludedPeriods(configuration) ?? metricsWindow(configuration);
}

function outOfRange(configuration: FlinkConfiguration, range: Range): Problem | undefined {
  const { name, when } = range;
  const text = autoscalerOption(configuration, name);
  if (text === undefined || (when !== undefined && !autoscalerFlag(configuration, when))) return undefined;
  const key = autoscalerKey(name);
  const number = Number(text);
  if (Number.isNaN(number)) {
    return problem(keyField(key), `Invalid value in the autoscaler config ${key}: '${text}' is not a number.`);
  }
  const [min, max] = [range.min, range.max].map((end) => (end === "target" ? target(configuration) : end));
  if (number >= Number(min) && number <= Number(max)) return undefined;
  return problem(
    keyField(key),
    `The AutoScalerOption ${key} is invalid, it should be a value within the range [${end(Number(min))}, ${end(Number(max))}], but it is ${text}.`,
  );
}

const target = (configuration: FlinkConfiguration): number =>
  Number(autoscalerOption(configuration, "utilization.target") ?? defaultTarget);

const end = (bound: number): string => (bound === unbounded ? "+Infinity" : javaDouble(bound));

function excludedPeriods(configuration: FlinkConfiguration): Problem | undefined {
  const key = autoscalerKey("excluded.periods");
  const wrong = excludedPeriodsProblem(autoscalerOption(configuration, "excluded.periods") ?? "");
  return wrong === undefined
    ? undefined
    : problem(keyField(key), `Invalid value in the autoscaler config ${key}: ${wrong}.`);
}

const interval = operatorKey("reconcile.interval");

function metricsWindow(configuration: FlinkConfiguration): Problem | undefined {
  const key = autoscalerKey("metrics.window");
  const window = autoscalerOption(configuration, "metrics.window") ?? "15 min";
  const shortest = operatorOption(configuration, "reconcile.interval");
  const length = flinkDuration(window);
  if (length === undefined) {
    return problem(
      keyField(key),
      `Invalid value in the autoscaler config ${key}: '${window}' is not a duration such as 15 min.`,
    );
  }
  if (length >= shortest) return undefined;
  return problem(
    keyField(key),
    `The AutoScalerOption ${key} is invalid, it should be at least ${interval} (${textOf(configuration, interval) ?? "60 s"}), but it is ${window}.`,
  );
}
