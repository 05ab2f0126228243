import type { JobManagerSpec, TaskManagerSpec } from "../../api/resources/flinkDeployment.ts";
import { problem, value, type Answer } from "./answer.ts";
import { defined } from "./defined.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { memoryText } from "./memorySize.ts";
import { quantity } from "./quantity.ts";
import { resourceMemory } from "./resourceMemory.ts";

export type Role = "jobmanager" | "taskmanager";

type Quantities = Readonly<Record<string, string | number>>;

/** Requests and limits as they are written in `resources`; the older `resource` in the same form. */
export interface Requirements {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/** `resources` when it asks for anything, else the deprecated `resource`, which asks for no more than it gets. */
export function requirementsOf(spec: JobManagerSpec | TaskManagerSpec | undefined): Requirements {
  const { requests = {}, limits = {} } = spec?.resources ?? {};
  if (Object.keys(requests).length + Object.keys(limits).length > 0) return { requests, limits };
  const { cpu, memory, ephemeralStorage } = spec?.resource ?? {};
  const asked = defined<string | number>({ cpu, memory, "ephemeral-storage": ephemeralStorage });
  return { requests: asked, limits: asked };
}

/** Memory and cpu of a role as Flink's options. What it asks for besides (storage, devices) goes into its pod template. */
export function roleOptions(
  role: Role,
  spec: JobManagerSpec | TaskManagerSpec | undefined,
): Answer<FlinkConfiguration> {
  const { requests, limits } = requirementsOf(spec);
  const field = role === "jobmanager" ? "spec.jobManager" : "spec.taskManager";
  const memory = amounts(requests["memory"], limits["memory"], memoryAmount);
  if (memory.kind === "problem") return problem(`${field} memory: ${memory.because}`);
  const cpu = amounts(requests["cpu"], limits["cpu"], cpuAmount);
  if (cpu.kind === "problem") return problem(`${field} cpu: ${cpu.because}`);
  return value(
    defined({
      [`${role}.memory.process.size`]: memory.value && memoryText(memory.value.asked),
      [`kubernetes.${role}.cpu.amount`]: cpu.value && javaDouble(cpu.value.asked),
      [`kubernetes.${role}.memory.limit-factor`]: limitFactor(memory.value),
      [`kubernetes.${role}.cpu.limit-factor`]: limitFactor(cpu.value),
    }),
  );
}

interface Amounts {
  readonly asked: number;
  /** Limit over request; undefined where not both are given. */
  readonly factor: number | undefined;
}

function amounts(
  request: string | number | undefined,
  limit: string | number | undefined,
  amount: (text: string | number) => Answer<number>,
): Answer<Amounts | undefined> {
  const asked = request ?? limit;
  if (asked === undefined) return value(undefined);
  const first = amount(asked);
  if (first.kind === "problem") return first;
  if (request === undefined || limit === undefined) return value({ asked: first.value, factor: undefined });
  const second = amount(limit);
  if (second.kind === "problem") return second;
  if (second.value < first.value) return problem(`the limit ${limit} is less than the request ${request}`);
  return value({ asked: first.value, factor: second.value / first.value });
}

function memoryAmount(text: string | number): Answer<number> {
  const bytes = resourceMemory(text);
  return bytes.kind === "value" && bytes.value === 0
    ? problem(`'${text}' is no memory: it must be more than 0`)
    : bytes;
}

function cpuAmount(text: string | number): Answer<number> {
  const cpu = quantity(text);
  return cpu === undefined || cpu <= 0 ? problem(`'${text}' is no amount of cpu: write 1, 0.5 or 500m`) : value(cpu);
}

function limitFactor(given: Amounts | undefined): string | undefined {
  return given?.factor === undefined || given.factor === 1 ? undefined : javaDouble(given.factor);
}

/** A number as Java's Double.toString writes it, for all that one asks of cpu. */
export function javaDouble(number: number): string {
  return Number.isInteger(number) ? `${number}.0` : String(number);
}
