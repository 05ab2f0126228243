import type { Answer } from "./answer.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { answered, refuse, sizeOf } from "./memoryOptions.ts";
import { memoryText } from "./memorySize.ts";
import { processMemory } from "./processMemory.ts";

const defaultOffHeap = 128 * 2 ** 20;

/** Bytes of a JobManager's process, by the rules of Flink's JobManagerProcessUtils. Its container asks for this in whole MiB. */
export function jobManagerMemory(configuration: FlinkConfiguration): Answer<number> {
  return answered(() => {
    const heap = sizeOf(configuration, "jobmanager.memory.heap.size");
    const offHeap = sizeOf(configuration, "jobmanager.memory.off-heap.size");
    const flink = sizeOf(configuration, "jobmanager.memory.flink.size");
    return processMemory(configuration, {
      prefix: "jobmanager.memory",
      fromPieces: () => (heap === undefined ? undefined : withHeap(heap, offHeap, flink)),
      fits: (size) => {
        leavesHeap(size, offHeap ?? defaultOffHeap);
      },
    });
  });
}

function withHeap(heap: number, offHeap: number | undefined, flink: number | undefined): number {
  const sum = heap + (offHeap ?? defaultOffHeap);
  if (flink === undefined) return sum;
  if (offHeap === undefined ? heap <= flink : sum === flink) return flink;
  return refuse(
    `jobmanager.memory.flink.size (${memoryText(flink)}) is not what heap.size (${memoryText(heap)}) and off-heap.size add up to`,
  );
}

function leavesHeap(flink: number, offHeap: number): void {
  if (offHeap < flink) return;
  refuse(
    `jobmanager.memory leaves no heap: ${memoryText(flink)} for Flink, of which off-heap.size takes ${memoryText(offHeap)}`,
  );
}
