import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { SavepointInfo } from "../../snapshots/legacy/info.ts";
import { legacyRetention, type Aged } from "../../snapshots/legacy/legacyRetention.ts";
import type { Plan } from "../plan.ts";
import { isDone } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { askingOf, jobOf } from "./looks.ts";

type History = Aged["history"];

/** Savepoints in status that have outlived their job's limits go, one a run and the oldest first, and their files before them. */
export function agedSavepoints(seen: Seen, defaults: OperatorDefaults): Plan | undefined {
  const { savepointInfo } = seen.resource.status.jobStatus ?? {};
  const history = savepointInfo?.savepointHistory;
  if (savepointInfo === undefined || history === undefined || history.length === 0) return undefined;
  const aged = agedOf(history, seen, defaults);
  return aged === undefined ? undefined : without(aged, history, savepointInfo);
}

function agedOf(history: History, seen: Seen, defaults: OperatorDefaults): Aged | undefined {
  const asking = isDone(seen) ? askingOf(seen, defaults) : undefined;
  const { answers, needed } = jobOf(seen, defaults);
  if (asking === undefined || !answers) return undefined;
  const aged = legacyRetention(history, { ...asking, needed, caps: defaults.configuration });
  return aged.history.length === history.length ? undefined : aged;
}

function without({ history: rest, outlived: [oldest] }: Aged, history: History, info: SavepointInfo): Plan {
  const kept = oldest === undefined ? rest : history.filter((one) => one !== oldest);
  const record = { savepointInfo: { ...info, savepointHistory: [...kept] } };
  const because = "a savepoint has outlived the limits of its job";
  const path = oldest?.location ?? "";
  return path === ""
    ? { act: "turn", because, turn: { kind: "snapshotConcluded", record }, wake: "on schedule" }
    : { act: "again", because, effect: { kind: "disposeSavepoint", path, record }, wake: "on schedule" };
}
