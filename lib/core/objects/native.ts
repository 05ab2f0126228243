import { haIsActive } from "../configuration/options.ts";
import { nativeArguments } from "./arguments.ts";
import type { Blueprint } from "./blueprint.ts";
import { configurationMap, podTemplateMap } from "./configMaps.ts";
import { jobManagerOf } from "./jobManager.ts";
import { podTemplateMount } from "./mounts.ts";
import type { ClusterObjects } from "./clusterObjects.ts";
import { internalService, restService } from "./services.ts";

/** A cluster whose JobManager asks Kubernetes for TaskManagers by itself: what Flink's own client makes for one. */
export function nativeObjects(print: Blueprint): ClusterObjects {
  const template = print.templates.taskManager;
  return {
    jobManager: jobManagerOf(print, {
      args: nativeArguments(print),
      mounts: template === undefined ? [] : [podTemplateMount(print)],
      spec: {},
    }),
    taskManager: undefined,
    owned: (owner) => [
      configurationMap(print, owner),
      ...(template === undefined ? [] : [podTemplateMap(print, template, owner)]),
      ...(haIsActive(print.configuration) ? [] : [internalService(print, owner)]),
      restService(print, owner),
    ],
  };
}
