import type { FlinkVersion } from "../../api/resources/common.ts";
import type { Answer } from "./answer.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { answered, beside, fractionOf, inRange, refuse, shareOf, sizeOf, within, type Share } from "./memoryOptions.ts";
import { memoryText, multiplied } from "./memorySize.ts";
import { processMemory } from "./processMemory.ts";
import { versions } from "./versions.ts";

const prefix = "taskmanager.memory";
const MiB = 2 ** 20;

/** Bytes of a TaskManager's process, by the rules of Flink's TaskExecutorProcessUtils. */
export function taskManagerMemory(configuration: FlinkConfiguration, version: FlinkVersion): Answer<number> {
  return answered(() => {
    const pieces = piecesOf(configuration, version);
    const flink = sizeOf(configuration, `${prefix}.flink.size`);
    return processMemory(configuration, {
      prefix,
      fromPieces: () => fromPieces(pieces, flink),
      fits: (size) => {
        fits(pieces, size);
      },
    });
  });
}

interface Pieces {
  /** Both framework parts and the task's off-heap: these have fixed sizes. */
  readonly fixed: number;
  readonly taskHeap: number | undefined;
  readonly managed: number | undefined;
  readonly managedFraction: number;
  readonly network: Share;
}

function piecesOf(configuration: FlinkConfiguration, version: FlinkVersion): Pieces {
  const size = (name: string): number | undefined => sizeOf(configuration, `${prefix}.${name}.size`);
  const max = versions[version].networkIsCapped ? 1024 * MiB : Number.MAX_SAFE_INTEGER;
  return {
    fixed:
      (size("framework.heap") ?? 128 * MiB) + (size("framework.off-heap") ?? 128 * MiB) + (size("task.off-heap") ?? 0),
    taskHeap: size("task.heap"),
    managed: size("managed"),
    managedFraction: fractionOf(configuration, `${prefix}.managed.fraction`, 0.4),
    network: shareOf(configuration, `${prefix}.network`, { min: 64 * MiB, max, fraction: 0.1 }),
  };
}

function fromPieces(pieces: Pieces, flink: number | undefined): number | undefined {
  const { fixed, taskHeap, managed, network } = pieces;
  if (taskHeap === undefined || managed === undefined) return undefined;
  const rest = fixed + taskHeap + managed;
  if (flink === undefined) return rest + beside(network, rest);
  inRange(network, remainder(flink, rest));
  return flink;
}

function fits(pieces: Pieces, flink: number): void {
  const { fixed, taskHeap, managed, managedFraction, network } = pieces;
  const rest = fixed + (managed ?? multiplied(flink, managedFraction));
  if (taskHeap === undefined) remainder(flink, rest + within(network, flink));
  else inRange(network, remainder(flink, rest + taskHeap));
}

function remainder(flink: number, parts: number): number {
  if (parts <= flink) return flink - parts;
  return refuse(
    `${prefix}: the parts of Flink's memory add up to ${memoryText(parts)}, which is more than the ${memoryText(flink)} there are`,
  );
}
