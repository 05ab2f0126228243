import { operatorOption } from "../../configuration/operatorOption.ts";
import { instant, since } from "../../time.ts";
import { limitsOf, type Kept } from "../retention.ts";
import type { SavepointInfo } from "./info.ts";

type History = NonNullable<SavepointInfo["savepointHistory"]>;

export interface Aged {
  readonly history: History;
  /** Savepoints whose files are to be deleted; an entry is only taken out of status once they are. */
  readonly outlived: History;
}

/**
 * The history of a job's savepoints without what has outlived its limits, which FlinkStateSnapshots of the job count against. The newest
 * stays unless there are such; where cleaning up is off, entries go and their files stay.
 */
export function legacyRetention(history: History, { snapshots, configuration, caps, needed, now }: Kept): Aged {
  const complete = snapshots.filter(
    ({ spec, status }) => spec.savepoint !== undefined && status.state === "COMPLETED",
  ).length;
  const { count, age } = limitsOf(configuration, caps, "SAVEPOINT");
  const most = Math.max(count - complete, complete > 0 ? 0 : 1);
  const isOutlived = ({ timeStamp, location }: History[number], at: number): boolean => {
    const isNewest = at === history.length - 1 && complete === 0;
    const isTooOld = age !== undefined && since(instant(timeStamp ?? 0), now) > age;
    return (history.length - at > most || isTooOld) && !isNewest && !needed.includes(location ?? "");
  };
  const outlived = history.filter(isOutlived);
  const kept = history.filter((one, at) => !isOutlived(one, at));
  return { history: kept, outlived: operatorOption(configuration, "savepoint.cleanup.enabled") ? outlived : [] };
}
