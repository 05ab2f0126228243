import type { KubernetesObject } from "../../core/kubernetes.ts";
import { objectAt } from "../simulation/json.ts";

/** Gives each new Service an address of its own and leaves it that address for life. */
export function addresses(): (service: KubernetesObject, before: KubernetesObject | undefined) => KubernetesObject {
  let given = 0;
  return (service, before) => {
    const spec = objectAt(service, "spec");
    if (spec["clusterIP"] !== undefined && spec["clusterIP"] !== "") return service;
    const kept = before === undefined ? undefined : objectAt(before, "spec")["clusterIP"];
    if (kept === undefined) given += 1;
    const clusterIP = kept ?? `10.96.${given >>> 8}.${given & 255}`;
    return { ...service, spec: { ...spec, clusterIP, clusterIPs: [clusterIP] } };
  };
}
