import type { KubernetesObject } from "../kubernetes.ts";
import { items, part, textAt, type Json } from "../objects/json.ts";
import { mainContainerName } from "../objects/mainContainer.ts";
import type { Found } from "./compared.ts";
import { keyedItems } from "./keyedItems.ts";
import { isOurs } from "./managedFields.ts";
import { managerOf } from "./managerOf.ts";
import type { Item, Path } from "./path.ts";
import { saysNothing } from "./saysNothing.ts";

/**
 * What somebody has put beside what we want and what is worth telling, since Flink or we are affected: a Deployment that was paused, a
 * ConfigMap that cannot be written any more, where pods run, variables and probes of Flink's own container. What no manager owns came by
 * a webhook and is not told; nor are side-cars, volumes, labels and annotations.
 */
export function additions(wanted: KubernetesObject, live: KubernetesObject): readonly Found[] {
  return allAdded(wanted, live).filter(({ path }) => {
    const by = managerOf(live, path);
    return by !== undefined && !isOurs(by);
  });
}

const placing = ["hostNetwork", "nodeSelector", "affinity", "tolerations"];
const running = ["envFrom", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];
const podPath = ["spec", "template", "spec"] as const;
const main: Item = { shown: mainContainerName, key: { name: mainContainerName } };
const mainPath: Path = [...podPath, "containers", main];

function allAdded(wanted: KubernetesObject, live: KubernetesObject): readonly Found[] {
  if (live.kind === "ConfigMap") return added([], wanted, live, ["immutable"]);
  const [ours, theirs] = [podOf(wanted), podOf(live)];
  return [
    ...added(["spec"], part(wanted, "spec"), part(live, "spec"), ["paused"]),
    ...added(podPath, ours, theirs, placing),
    ...added(mainPath, mainOf(ours), mainOf(theirs), running),
    ...addedVariables(mainOf(ours), mainOf(theirs)),
  ];
}

const added = (path: Path, ours: Json, theirs: Json, fields: readonly string[]): readonly Found[] =>
  fields
    .filter((field) => saysNothing(field, ours[field]) && !saysNothing(field, theirs[field]) && theirs[field] !== false)
    .map((field) => ({ path: [...path, field], wanted: undefined, found: theirs[field] }));

function addedVariables(ours: Json, theirs: Json): readonly Found[] {
  const known = keyedItems("Deployment", "env", ours["env"]);
  return [...(keyedItems("Deployment", "env", theirs["env"]) ?? [])]
    .filter(([name]) => known?.has(name) !== true)
    .map(([, { step, value }]) => ({ path: [...mainPath, "env", step], wanted: undefined, found: value }));
}

const podOf = (deployment: KubernetesObject): Json => part(part(part(deployment, "spec"), "template"), "spec");

const mainOf = (pod: Json): Json =>
  items(pod, "containers").find((one) => textAt(one, "name") === mainContainerName) ?? {};
