import type { Fields } from "./application.ts";
import type { Stage } from "./stage.ts";

const operator = "kubernetes.operator";

/** Options of the operator, by their names without the prefix. */
export const options = (named: Fields): Fields =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [`${operator}.${name}`, value]));

/** How snapshots are kept. */
export const ways = {
  resources: {},
  "in-status": options({ "snapshot.resource.enabled": "false" }),
} as const;
export type Way = keyof typeof ways;

/** Where savepoints lie, oldest first. */
export const savepoints = ({ scene }: Stage): readonly string[] =>
  scene.spoke.snapshots.filter(({ isSavepoint }) => isSavepoint).map(({ path }) => path);

const short = (path: unknown): string => String(path).split("/").slice(-2).join("/");

/** FlinkStateSnapshots, each in a line. */
export const resources = ({ scene }: Stage): readonly string[] =>
  scene.spoke.api.list("FlinkStateSnapshot").items.map(({ metadata, ...object }) => {
    const { state, path } = (object["status"] ?? {}) as Fields;
    return `${metadata.name} ${metadata.labels?.["snapshot.trigger-type"]} ${String(state)} ${short(path)}`;
  });

type Entry = { readonly triggerType?: string; readonly triggerNonce?: number; readonly location?: string };
interface Info extends Fields {
  readonly savepointHistory?: readonly Entry[];
  readonly lastCheckpoint?: Entry;
}

export const savepointInfo = ({ status }: Stage): Info => (status.jobStatus?.["savepointInfo"] ?? {}) as Info;
export const checkpointInfo = ({ status }: Stage): Info => (status.jobStatus?.["checkpointInfo"] ?? {}) as Info;

const entryText = ({ triggerType, triggerNonce, location }: Entry): string =>
  [triggerType, triggerNonce, location === undefined ? undefined : short(location)]
    .filter((part) => part !== undefined)
    .join(" ");

/** What status holds of snapshots, each in a line. */
export function inStatus(stage: Stage): readonly string[] {
  const { lastCheckpoint } = checkpointInfo(stage);
  const savepointsThere = (savepointInfo(stage).savepointHistory ?? []).map((one) => `savepoint ${entryText(one)}`);
  return [...savepointsThere, ...(lastCheckpoint === undefined ? [] : [`checkpoint ${entryText(lastCheckpoint)}`])];
}

/** Everything that is known of snapshots, and what lies in storage. */
export function tellSnapshots(stage: Stage): void {
  const { scene } = stage;
  for (const line of resources(stage)) scene.tell(`kept    ${line}`);
  for (const line of inStatus(stage)) scene.tell(`status  ${line}`);
  for (const path of savepoints(stage)) scene.tell(`stored  ${short(path)}`);
}

export const events = ({ scene, name }: Stage, reason: string): readonly string[] =>
  scene.spoke.api
    .list("Event")
    .items.filter((event) => event["reason"] === reason)
    .filter((event) => (event["involvedObject"] as { readonly name?: string }).name === name)
    .map((event) => `${String(event["count"])} × ${String(event["message"])}`);
