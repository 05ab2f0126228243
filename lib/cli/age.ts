import { type Millis, millis } from "../core/time.ts";

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

/** `15s`, `2m`, `500ms`: what people write for an interval. `undefined` for anything else. */
export function interval(text: string): Millis | undefined {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/u.exec(text) ?? [];
  const size = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit ?? ""];
  return amount === undefined || size === undefined ? undefined : millis(Number(amount) * size);
}
