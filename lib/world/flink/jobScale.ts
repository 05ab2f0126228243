import { type FlinkConfiguration, firstOf } from "./configuration.ts";
import type { Role } from "./process.ts";
import type { Scheduler, Vertex } from "./scale.ts";

/** A source and a sink. Flink derives such ids from the operators. */
const names = {
  bc764cd8ddf7a0cff126f51c16239658: "Source: numbers",
  "0a448493b4782967b150582570326227": "Sink: count",
} as const;

/** Reactive mode is for standalone applications only; it comes with the adaptive scheduler. */
export function schedulerOf(configuration: FlinkConfiguration, role: Role & { kind: "jobManager" }): Scheduler {
  const reactive = configuration.get("scheduler-mode")?.toLowerCase() === "reactive";
  if (reactive && role.mode === "standalone" && role.runs === "application") return "reactive";
  return configuration.get("jobmanager.scheduler")?.toLowerCase() === "adaptive" ? "adaptive" : "default";
}

export function verticesOf(configuration: FlinkConfiguration, scheduler: Scheduler): readonly Vertex[] {
  const parallelism = Number(configuration.get("parallelism.default") ?? 1);
  const configured = firstOf(configuration, "pipeline.max-parallelism");
  return Object.entries(names).map(([id, name]) => {
    const own = overrideOf(configuration, id) ?? parallelism;
    const maxParallelism = configured === undefined ? derivedMaximum(own) : Number(configured);
    const upperBound = scheduler === "reactive" ? maxParallelism : own;
    return { id, name, lowerBound: scheduler === "default" ? own : 1, upperBound, maxParallelism };
  });
}

/** `pipeline.jobvertex-parallelism-overrides`, as a map in YAML or as `id:4,id:2`. */
function overrideOf(configuration: FlinkConfiguration, id: string): number | undefined {
  const key = "pipeline.jobvertex-parallelism-overrides";
  const pairs = (configuration.get(key) ?? "").split(/[,;]/).map((pair) => pair.split(":"));
  const text = configuration.get(`${key}.${id}`) ?? pairs.find(([vertex]) => vertex?.trim() === id)?.[1];
  return text === undefined ? undefined : Number(text);
}

/** org.apache.flink.runtime.state.KeyGroupRangeAssignment.computeDefaultMaxParallelism */
const derivedMaximum = (parallelism: number): number =>
  Math.min(Math.max(2 ** Math.ceil(Math.log2(parallelism + Math.floor(parallelism / 2))), 128), 32_768);
