import type { Spoke } from "../../../lib/ports/index.ts";
import { type Counted, HeldAfter } from "./turnstile.ts";

/** How far each of two runs came: to where it was to be held, or to its end before that. */
export interface Came {
  readonly first: "held" | "ended";
  readonly second: "held" | "ended";
}

type Pass = (through: (spoke: Spoke) => Spoke) => Promise<unknown>;

/** After how many calls each of two runs is held. */
export interface Pair {
  readonly first: number;
  readonly second: number;
}

/** The first run is held after so many calls; a second one starts and is held too; then they end in this order. */
export async function interleaved(pass: Pass, { first, second }: Pair, counted: Counted = "calls"): Promise<Came> {
  const one = new HeldAfter(first, counted);
  const two = new HeldAfter(second, counted);
  const runOne = pass(one.through);
  const firstCame = await one.reachedOr(runOne);
  const runTwo = pass(two.through);
  const secondCame = await two.reachedOr(runTwo);
  one.release();
  await runOne;
  two.release();
  await runTwo;
  return { first: firstCame, second: secondCame };
}

/** Lives with each pair of points that two runs come to, one in `stride` of each first and not the same ones; how many there were. */
export async function everyPair(stride: number, live: (pair: Pair, what: string) => Promise<Came>): Promise<number> {
  let pairs = 0;
  for (let first = 0, came: Came["first"] = "held"; came === "held"; first += 1) {
    for (let second = first % stride, also: Came["second"] = "held"; also === "held"; second += stride) {
      const what = `first held after ${first}, second after ${second}`;
      ({ first: came, second: also } = await live({ first, second }, what));
      pairs += 1;
    }
  }
  return pairs;
}
