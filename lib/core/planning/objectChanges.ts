import type { PlannedChange, PlannedObject } from "../../api/plan.ts";
import { deploymentAnnotation, generationAnnotation } from "../configuration/clusterOptions.ts";
import { differences } from "../drift/differences.ts";
import { pathText } from "../drift/path.ts";
import type { Written } from "./course.ts";
import { isLater } from "./later.ts";
import { type Write, writtenText } from "./write.ts";

/** What becomes of an object, field by field. Ids that are chosen when it is carried out are counted, and not told. */
export function objectChange({ ref, object, before }: Written, writes: readonly Write[]): PlannedObject | undefined {
  const named = { object: writtenText(ref), collapsed: 0, changes: [] };
  if (object === undefined) return before === undefined ? undefined : { ...named, does: "delete" };
  if (before === undefined) return { ...named, does: "create" };
  const found = differences(object, before).map(({ path, wanted, found: from }) => ({
    path,
    ...(from === undefined ? {} : { from }),
    ...(wanted === undefined ? {} : { to: wanted }),
  }));
  const changes = found.filter((one) => !isNoise(one) && !isRenewed(one, found));
  const verbs = writes.filter(({ object: of }) => of === named.object).map(({ verb }) => verb);
  const does = verbs.includes("delete") && verbs.includes("create") ? "replace" : "change";
  return { ...named, does, changes, collapsed: found.length - changes.length };
}

/** They tell which deployment has made it. */
const ours = [deploymentAnnotation, generationAnnotation];
const oursInPaths = ours.map((name) => pathText(["metadata", "annotations", name]));

const isNoise = ({ path, from, to }: PlannedChange): boolean =>
  oursInPaths.some((annotation) => path.endsWith(annotation)) ||
  ours.some((annotation) => from?.includes(annotation) === true && to?.includes(annotation) === true) ||
  isLater(to) ||
  (isLater(path) && from === undefined);

/** An owner that is made anew: the same but for its id, which is the end of its path. */
const isRenewed = ({ path, from, to }: PlannedChange, found: readonly PlannedChange[]): boolean =>
  to === undefined &&
  found.some(
    (other) => other.from === undefined && isLater(other.path) && anyId(other.path, other.to) === anyId(path, from),
  );

function anyId(path: string, value: string | undefined): string {
  const end = path.lastIndexOf("/") + 1;
  return `${path.slice(0, end)} ${value?.replaceAll(path.slice(end), "") ?? ""}`;
}
