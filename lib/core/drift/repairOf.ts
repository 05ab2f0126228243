import type { KubernetesObject } from "../kubernetes.ts";
import { isJson, part } from "../objects/json.ts";
import { patchBetween } from "../triggers/json.ts";
import type { Difference } from "./difference.ts";
import { differences, refOf } from "./differences.ts";
import { jamsApply } from "./jamsApply.ts";
import type { RepairRequest } from "./repairRequest.ts";
import { withFieldOf } from "./withFieldOf.ts";

/**
 * What has to be sent, in this order, to put some differences between the two objects right, and nothing else that differs. None of it
 * changes a pod template, unless a difference in one is given. What would write over a change that was not seen is refused as a `conflict`.
 */
export function repairOf(
  wanted: KubernetesObject,
  live: KubernetesObject | undefined,
  found: readonly Difference[],
): readonly RepairRequest[] {
  if (found.length === 0) return [];
  if (live === undefined) return [made(wanted)];
  const others = differences(wanted, live).filter(({ path }) => !found.some((one) => one.path === path));
  if (isOfAnotherAddress(found)) return anew(live, after(wanted, live, others));
  if (live["immutable"] === true) return repairOfImmutable(wanted, live, { found, others });
  const isWhole = others.length === 0 && wanted.kind !== "Deployment" && !found.some(jamsApply);
  return isWhole ? [appliedOver(live, wanted)] : patched(live, after(live, wanted, found));
}

interface Told {
  readonly found: readonly Difference[];
  readonly others: readonly Difference[];
}

/** What it holds cannot be written: it is made anew, unless that would put right more than was asked for. */
function repairOfImmutable(
  wanted: KubernetesObject,
  live: KubernetesObject,
  { found, others }: Told,
): readonly RepairRequest[] {
  const isData = ({ path }: Difference): boolean => path.startsWith("/data/");
  if (found.some(isData) && others.every(({ path }) => path === "/immutable")) return anew(live, wanted);
  const rest = found.filter((one) => !isData(one));
  return patched(live, after(live, wanted, rest));
}

/** The address of a Service is its own for life. */
const isOfAnotherAddress = (found: readonly Difference[]): boolean =>
  found.some(({ object, path }) => object.kind === "Service" && path === "/spec/clusterIP");

/** As it was made the first time: of two that race for a Deployment only one makes it. */
const made = (wanted: KubernetesObject): RepairRequest => ({
  verb: wanted.kind === "Deployment" ? "create" : "apply",
  object: wanted,
});

const anew = (live: KubernetesObject, next: KubernetesObject): readonly RepairRequest[] => [
  { verb: "remove", ref: refOf(live), uid: live.metadata.uid },
  made(next),
];

/** Not to be done to a Deployment: variables in another order alone would replace its pods. */
const appliedOver = (live: KubernetesObject, wanted: KubernetesObject): RepairRequest => ({
  verb: "apply",
  object: { ...wanted, metadata: { ...wanted.metadata, ...asSeen(live) } },
});

function patched(live: KubernetesObject, next: KubernetesObject): readonly RepairRequest[] {
  const patch = patchBetween(live, next);
  if (Object.keys(patch).length === 0) return [];
  // Deployments are written all the time: only a list, which goes as a whole, could undo what somebody has done in the meantime.
  const seen = hasList(patch) ? asSeen(live) : { uid: live.metadata.uid };
  return [{ verb: "patch", ref: refOf(live), patch: { ...patch, metadata: { ...part(patch, "metadata"), ...seen } } }];
}

const hasList = (value: unknown): boolean =>
  Array.isArray(value) || (isJson(value) && Object.values(value).some(hasList));

const after = (target: KubernetesObject, source: KubernetesObject, fields: readonly Difference[]): KubernetesObject =>
  fields.reduce((object, { path }) => withFieldOf(object, source, path), target);

const asSeen = ({ metadata: { uid, resourceVersion } }: KubernetesObject) => ({ uid, resourceVersion });
