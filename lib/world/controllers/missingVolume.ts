import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Pod } from "../kubernetes/shapes.ts";
import { objectAt } from "../simulation/json.ts";

/** Why the volumes of a pod cannot be mounted yet, in the words of a kubelet. */
export function missingVolume(api: ApiServer, pod: Pod): string | undefined {
  const { namespace } = pod.metadata;
  for (const { name, configMap, secret } of pod.spec.volumes) {
    const [kind, source, from] =
      configMap === undefined ? ["Secret", secret, secret?.secretName] : ["ConfigMap", configMap, configMap.name];
    if (source === undefined || from === undefined || source.optional) continue;
    const failed = `MountVolume.SetUp failed for volume "${name}" :`;
    const object = api.find({ kind, namespace, name: from });
    if (object === undefined) return `${failed} ${kind.toLowerCase()} "${from}" not found`;
    const absent = source.items?.find((item) => !(item.key in objectAt(object, "data")));
    if (absent !== undefined)
      return `${failed} ${kind.toLowerCase()} references non-existent config key: ${absent.key}`;
  }
  return undefined;
}
