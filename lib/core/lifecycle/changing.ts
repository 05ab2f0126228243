import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";
import { scaling } from "./scaling/scaling.ts";
import type { Seen } from "./seen.ts";
import { ending, upgrading } from "./upgrade/upgrading.ts";

/** The spec asks for something else than what runs: it is carried out in place where that can be, else by an upgrade, which then says why. */
export function changing(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const inPlace = scaling(seen, circumstances);
  if (inPlace?.kind === "plan") return inPlace.plan;
  const plan = upgrading(seen, circumstances) ?? (inPlace && ending(seen, circumstances, []));
  return inPlace && plan ? { ...plan, because: `${inPlace.because}: ${plan.because}` } : plan;
}
