import { problem, value, type Answer } from "./answer.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { memorySize, memoryText, multiplied } from "./memorySize.ts";
import { textOf } from "./options.ts";

/** Ends a computation that cannot go on; caught by answered and never seen outside. */
class MemoryProblem extends Error {}

export function refuse(because: string): never {
  throw new MemoryProblem(because);
}

/** The size in bytes that an option is set to, or undefined. */
export function sizeOf(configuration: FlinkConfiguration, option: string): number | undefined {
  const text = textOf(configuration, option);
  if (text === undefined) return undefined;
  const size = memorySize(text);
  return size.kind === "value" ? size.value : refuse(`${option}: ${size.because}`);
}

/** A share of something that has a least and a greatest size. */
export interface Share {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** A Java float widened to double, since that is what Flink multiplies with. */
  readonly fraction: number;
}

export interface ShareDefaults {
  readonly min: number;
  readonly max: number;
  readonly fraction: number;
}

/** The options `<prefix>.min`, `<prefix>.max` and `<prefix>.fraction` (ProcessMemoryUtils.getRangeFraction). */
export function shareOf(configuration: FlinkConfiguration, prefix: string, defaults: ShareDefaults): Share {
  const min = sizeOf(configuration, `${prefix}.min`) ?? defaults.min;
  const max = sizeOf(configuration, `${prefix}.max`) ?? defaults.max;
  const fraction = fractionOf(configuration, `${prefix}.fraction`, defaults.fraction);
  if (min > max) refuse(`${prefix}.min (${memoryText(min)}) is more than ${prefix}.max (${memoryText(max)})`);
  return { name: prefix, min, max, fraction };
}

export function fractionOf(configuration: FlinkConfiguration, option: string, otherwise: number): number {
  const text = textOf(configuration, option);
  const fraction = text === undefined ? otherwise : Number(text);
  if (!(fraction >= 0 && fraction < 1))
    refuse(`${option}: '${text}' is not a fraction: it must be at least 0 and below 1`);
  return Math.fround(fraction);
}

/** The share of a whole that it is a part of. */
export function within(share: Share, whole: number): number {
  return clamped(share, multiplied(whole, share.fraction));
}

/** The share of a whole of which only the rest is known. */
export function beside(share: Share, rest: number): number {
  return clamped(share, multiplied(rest, share.fraction / (1 - share.fraction)));
}

function clamped(share: Share, size: number): number {
  return Math.max(share.min, Math.min(size, share.max));
}

/** Refuses a size that follows from other sizes but lies outside of what its own options allow. */
export function inRange(share: Share, size: number): number {
  if (size >= share.min && size <= share.max) return size;
  return refuse(
    `what the other sizes leave for ${share.name} (${size} bytes) is not between its min (${memoryText(share.min)}) and max (${memoryText(share.max)})`,
  );
}

/** Runs a computation of bytes that may refuse. */
export function answered(bytes: () => number): Answer<number> {
  try {
    return value(bytes());
  } catch (thrown) {
    if (thrown instanceof MemoryProblem) return problem(thrown.message);
    throw thrown;
  }
}
