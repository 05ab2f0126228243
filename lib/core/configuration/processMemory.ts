import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { beside, inRange, refuse, shareOf, sizeOf, within, type Share } from "./memoryOptions.ts";
import { memoryText } from "./memorySize.ts";

const MiB = 2 ** 20;

/** What JobManagers and TaskManagers have in common: Flink's memory, and around it metaspace and the overhead of the JVM. */
export interface Process {
  /** `jobmanager.memory` or `taskmanager.memory` */
  readonly prefix: string;
  /** Flink's memory when it is given piece by piece, or undefined. */
  fromPieces(): number | undefined;
  /** Refuses a size of Flink's memory into which its pieces do not fit. */
  fits(flink: number): void;
}

/** Bytes of the whole process (ProcessMemoryUtils.memoryProcessSpecFromConfig). */
export function processMemory(configuration: FlinkConfiguration, process: Process): number {
  const { prefix } = process;
  const metaspace = sizeOf(configuration, `${prefix}.jvm-metaspace.size`) ?? 256 * MiB;
  const overhead = shareOf(configuration, `${prefix}.jvm-overhead`, { min: 192 * MiB, max: 1024 * MiB, fraction: 0.1 });
  const total = sizeOf(configuration, `${prefix}.process.size`);

  const pieces = process.fromPieces();
  const flink = pieces ?? sizeOf(configuration, `${prefix}.flink.size`);
  if (flink !== undefined) {
    if (pieces === undefined) process.fits(flink);
    return around(flink, metaspace, overhead, total);
  }
  if (total === undefined) return refuse(`neither ${prefix}.process.size nor ${prefix}.flink.size is set`);
  process.fits(left(prefix, total, metaspace + within(overhead, total)));
  return total;
}

function around(flink: number, metaspace: number, overhead: Share, total: number | undefined): number {
  if (total === undefined) return flink + metaspace + beside(overhead, flink + metaspace);
  inRange(overhead, total - flink - metaspace);
  return total;
}

function left(prefix: string, total: number, taken: number): number {
  if (taken <= total) return total - taken;
  return refuse(
    `${prefix}.process.size (${memoryText(total)}) is less than metaspace and JVM overhead need (${memoryText(taken)})`,
  );
}
