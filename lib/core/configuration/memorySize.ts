import { problem, value, type Answer } from "./answer.ts";

const factors: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  bytes: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kibibytes: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mebibytes: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gibibytes: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  tebibytes: 2 ** 40,
};

/** Bytes of a size in Flink's syntax: a whole number and a unit, all units powers of 1024, none meaning bytes (MemorySize.parse). */
export function memorySize(text: string): Answer<number> {
  const [, digits, unit] = /^(\d+)([^]*)$/.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : factors[unit.trim().toLowerCase()];
  if (digits === undefined || factor === undefined) {
    return problem(
      `'${text}' is not a memory size: write a whole number and one of b, k, m, g, t, such as 2048m or 2g`,
    );
  }
  const bytes = Number(digits) * factor;
  return Number.isSafeInteger(bytes) ? value(bytes) : problem(`'${text}' is more memory than can be counted`);
}

/** The way Flink writes a size: in the largest unit that leaves a whole number, up to gigabytes (MemorySize.toString). */
export function memoryText(bytes: number): string {
  const units = [
    ["gb", 2 ** 30],
    ["mb", 2 ** 20],
    ["kb", 2 ** 10],
  ] as const;
  const [unit, factor] = units.find(([, size]) => bytes > 0 && bytes % size === 0) ?? ["bytes", 1];
  return `${bytes / factor} ${unit}`;
}

/** Bytes times a factor below 10^21, cut to whole bytes. Done in whole numbers, as MemorySize.multiply does with BigDecimal. */
export function multiplied(bytes: number, factor: number): number {
  const [mantissa = "0", exponent = "0"] = String(factor).split("e");
  const [whole = "0", decimals = ""] = mantissa.split(".");
  return Number((BigInt(bytes) * BigInt(whole + decimals)) / 10n ** BigInt(decimals.length - Number(exponent)));
}
