import type { Row } from "./row.ts";
import * as when from "./rowConditions.ts";

const any = /^/;
const services = ["restService", "internalService"] as const;

/** What goes with the JobManager: Services, Ingress, ConfigMaps. */
export const belongingRows: readonly Row[] = [
  {
    parts: services,
    path: /^\/spec\/ports\/[^/]+\/targetPort$/,
    when: when.onHostNetwork,
    class: "notOurs",
    because: "on the host's network Flink chooses its ports and writes them here",
  },
  {
    parts: services,
    path: /^\/spec\/clusterIP$/,
    class: "inPlace",
    because: "the Service is replaced, since its address cannot be changed; pods find it again by its name",
  },
  { parts: services, path: any, class: "inPlace", because: "Services are put right while everything runs" },
  { parts: ["ingress"], path: any, class: "inPlace", because: "the Ingress is put right while everything runs" },

  {
    parts: ["podTemplate"],
    path: any,
    class: "inPlace",
    because: "only TaskManagers that Flink starts from now on have it; those that run are left alone",
  },
  {
    parts: ["configuration"],
    path: any,
    when: when.isUnread,
    class: "inPlace",
    because: "no process has been started since, so none has read it",
  },
  {
    parts: ["configuration"],
    path: /^\/data\/[^/]+$/,
    class: "inPlace",
    because:
      "Flink follows its logging configuration by itself or reads it at the next start, and does not start without its own",
  },
  {
    parts: ["configuration"],
    path: any,
    when: when.isAboutState,
    class: "stateAtRisk",
    because: "a process may have read it, and may look for its state elsewhere",
  },
  {
    parts: ["configuration"],
    path: any,
    class: "restart",
    because: "a process may have read it, and reads it again only when it starts",
  },
];
