import type { StandingDrift } from "../../../api/resources/driftJournal.ts";
import { repairsText } from "../drift/repairRules.ts";
import { no, unknown, yes, type Basis, type Finding } from "./finding.ts";

const reasons = [
  ["stateAtRisk", "StateAtRisk", "the state of the job is at risk"],
  ["fight", "Contested", "somebody sets them again whenever they are put right"],
  ["restart", "RestartNeeded", "to put them right needs a restart"],
] as const;

const most = 3;

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
            `others have changed ${places(these)}: ${why}${kind === "fight" ? "" : `; ${repairsText(repairs)}`}`,
          ),
        ];
  });
  const isKnown = seen.resource.status.conditions.some(({ type }) => type === "Drifted");
  return found ?? (isKnown ? no("AsDeployed", "everything is as it was deployed") : undefined);
}

function places(these: readonly StandingDrift[]): string {
  const shown = these.slice(0, most).map(({ object, path, by }) => {
    const who = by === undefined ? "" : ` (${by})`;
    return `${[object, path].filter(Boolean).join(" ")}${who}`;
  });
  return [...shown, ...(these.length > most ? [`${these.length - most} more`] : [])].join(", ");
}
