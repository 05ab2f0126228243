import type { Millis } from "../core/time.ts";

const units = [
  { size: 86_400_000, sign: "d" },
  { size: 3_600_000, sign: "h" },
  { size: 60_000, sign: "m" },
] as const;

/** In one unit, as kubectl prints ages: `45s`, `3m`, `7h`, `12d`. A clock ahead of ours counts as zero. */
export function age(of: Millis): string {
  const time = Math.max(0, of);
  const unit = units.find(({ size }) => time >= 2 * size) ?? { size: 1000, sign: "s" };
  return `${Math.floor(time / unit.size)}${unit.sign}`;
}
