import type { Millis } from "../../../lib/core/time.ts";
import { seconds } from "../../../lib/core/time.ts";
import type { Fields } from "./application.ts";
import type { Stage } from "./stage.ts";

interface Told extends Fields {
  readonly lifecycleState?: string;
  readonly jobManagerDeploymentStatus?: string;
  readonly observedGeneration?: number;
  readonly error?: string;
  readonly jobStatus?: Fields;
  readonly fleet?: {
    readonly intent?: { readonly kind: string; readonly way?: string };
    readonly step?: { readonly name: string };
  };
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
    readonly observedGeneration: number;
  }[];
}

/** All of a status that people read, each in a line. */
export function statusLines(stage: Stage): readonly string[] {
  const told = stage.status as Told;
  const { intent, step } = told.fleet ?? {};
  const from = told.jobStatus?.["upgradeSavepointPath"];
  return [
    `lifecycle ${told.lifecycleState}, generation ${told.observedGeneration}`,
    `JobManager ${told.jobManagerDeploymentStatus}`,
    `job ${String(told.jobStatus?.["state"])}${typeof from === "string" ? `, from ${from}` : ""}`,
    `error ${told.error === undefined ? "none" : errorText(told.error)}`,
    `journal ${[intent?.kind, intent?.way, step?.name].filter((part) => part !== undefined).join(" ") || "at rest"}`,
    ...(told.conditions ?? []).map(
      ({ type, status, reason, message, observedGeneration }) =>
        `${type}=${status} ${reason} (generation ${observedGeneration}): ${message}`,
    ),
  ];
}

function errorText(error: string): string {
  return error.startsWith("{") ? (JSON.parse(error) as { readonly message: string }).message : error;
}

/** A look every second; whatever line of the status is new is told. */
export async function watch(stage: Stage, time: Millis, every: Millis = seconds(1)): Promise<void> {
  let last: readonly string[] = [];
  for (let passed = 0; passed <= time; passed += every) {
    await stage.scene.pass();
    const lines = statusLines(stage);
    for (const line of lines) if (!last.includes(line)) stage.scene.tell(`status  ${line}`);
    last = lines;
    stage.scene.world.advance(every);
  }
}
