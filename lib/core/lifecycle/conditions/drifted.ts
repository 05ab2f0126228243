import { placesText } from "../drift/driftText.ts";
import { repairsText } from "../drift/repairRules.ts";
import { no, unknown, yes, type Basis, type Finding } from "./finding.ts";

const reasons = [
  ["stateAtRisk", "StateAtRisk", "the state of the job is at risk"],
  ["fight", "Contested", "somebody sets them again whenever they are put right"],
  ["restart", "RestartNeeded", "to put them right needs a restart"],
] as const;

/** What others have changed and nobody puts right by itself; `undefined` where nothing ever was. */
export function drifted({ after, seen, repairs }: Basis): Finding | undefined {
  if (seen.drift.kind === "denied") return unknown("Denied", `${seen.drift.because}: enrol the cluster again`);
  const { standing = [] } = after.fleet?.drift ?? {};
  const [found] = reasons.flatMap(([kind, reason, why]) => {
    const these = standing.filter((one) => one.class === kind);
    return these.length === 0
      ? []
      : [
          yes(
            reason,
            `others have changed ${placesText(these)}: ${why}${kind === "fight" ? "" : `; ${repairsText(repairs)}`}`,
          ),
        ];
  });
  const isKnown = seen.resource.status.conditions.some(({ type }) => type === "Drifted");
  return found ?? (isKnown ? no("AsDeployed", "everything is as it was deployed") : undefined);
}
