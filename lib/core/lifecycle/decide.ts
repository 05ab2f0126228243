import type { Circumstances } from "./circumstances.ts";
import { canary } from "./canary.ts";
import { deletion } from "./deletion.ts";
import { firstDeployment } from "./firstDeployment.ts";
import { foreignUpgrade } from "./foreignUpgrade.ts";
import { settling } from "./settling.ts";
import { specChange } from "./specChange.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { unreadableRecord } from "./unreadableRecord.ts";
import { unfinishedDeployment } from "./unfinishedDeployment.ts";

/** The first rule with something to say wins; the order below is the policy. */
export function decide(seen: Seen, circumstances: Circumstances): Plan {
  return (
    canary(seen) ??
    deletion(seen, circumstances) ??
    unreadableRecord(seen) ??
    unfinishedDeployment(seen, circumstances) ??
    firstDeployment(seen, circumstances) ??
    foreignUpgrade(seen) ??
    specChange(seen, circumstances) ??
    settling(seen)
  );
}
