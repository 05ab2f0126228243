import type { DriftRepair } from "../../../api/resources/driftJournal.ts";
import { isFight, type Repair } from "../../drift/isFight.ts";
import type { KindName } from "../../kubernetes.ts";
import { type Instant, type Millis, minutes, parsedInstant } from "../../time.ts";
import type { Seen } from "../seen.ts";
import type { Drifted } from "./driftView.ts";
import { placeOf } from "./place.ts";

/** What is to be done about each difference. */
export interface SortedDrift {
  readonly inPlace: readonly Drifted[];
  /** Somebody sets them again and again. */
  readonly fights: readonly Drifted[];
  readonly restart: readonly Drifted[];
  readonly stateAtRisk: readonly Drifted[];
  readonly notOurs: readonly Drifted[];
}

/** What restarts a job is tried a few times a day at most. */
const bounds: Readonly<Record<Drifted["class"], Millis>> = {
  inPlace: minutes(60),
  restart: minutes(24 * 60),
  stateAtRisk: minutes(24 * 60),
  notOurs: minutes(0),
};

/** `undefined` where nobody has looked. */
export function sortedDrift({ drift, resource }: Seen, now: Instant): SortedDrift | undefined {
  if (drift.kind !== "looked") return undefined;
  const { namespace } = resource.metadata;
  const { repairs = [] } = resource.status.fleet?.drift ?? {};
  const fights = drift.differences.filter((one) => {
    const { path } = placeOf(one);
    const history = repairs.map((each) => repaired(each, namespace, path));
    return isFight(history, { object: one.object, path }, now, bounds[one.class]);
  });
  const of = (wanted: Drifted["class"]): readonly Drifted[] =>
    drift.differences.filter((one) => one.class === wanted && !fights.includes(one));
  const [inPlace, restart, stateAtRisk, notOurs] = [of("inPlace"), of("restart"), of("stateAtRisk"), of("notOurs")];
  return { inPlace, fights, restart, stateAtRisk, notOurs };
}

/** Of a whole object: as one of this field. */
function repaired({ object, path, at }: DriftRepair, namespace: string, asked: string): Repair {
  const [kind = "", name = ""] = object.split("/");
  return {
    object: { kind: kind as KindName, namespace, name },
    path: path === "" ? asked : path,
    at: parsedInstant(at),
  };
}
