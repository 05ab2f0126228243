import { haIsActive, haIsKubernetes } from "../configuration/options.ts";
import { standaloneArguments } from "./arguments.ts";
import type { Blueprint } from "./blueprint.ts";
import type { ClusterObjects } from "./clusterObjects.ts";
import { configurationMap } from "./configMaps.ts";
import { jobManagerOf } from "./jobManager.ts";
import { items, part, textAt, type Json } from "./json.ts";
import { mainContainerOf } from "./mainContainer.ts";
import { emptyUserLibrary, userLibrary, type Mount } from "./mounts.ts";
import { internalService, restService } from "./services.ts";
import { taskManagerOf } from "./taskManager.ts";

/** A cluster of two Deployments, in which Flink knows nothing of Kubernetes unless it keeps its HA metadata there. */
export function standaloneObjects(print: Blueprint): ClusterObjects {
  const { jobManager, taskManager } = print.templates;
  return {
    jobManager: jobManagerOf(print, {
      args: standaloneArguments(print),
      mounts: userLibraryMounts(print),
      spec: withoutToken(print, jobManager),
    }),
    taskManager: taskManagerOf(print, withoutToken(print, taskManager)),
    owned: (owner) => [configurationMap(print, owner), internalService(print, owner), restService(print, owner)],
  };
}

/** Pods that have no use for the Kubernetes API get no token for it, unless the user asks for one in the pod template. */
function withoutToken({ configuration }: Blueprint, template: Json = {}): Json {
  const said = part(template, "spec")["automountServiceAccountToken"];
  const needed = haIsActive(configuration) && haIsKubernetes(configuration);
  return said === undefined && !needed ? { automountServiceAccountToken: false } : {};
}

/**
 * Flink looks for a main class among `pipeline.classpaths` only if the folder usrlib is there, which common images do not have: an
 * empty one will do. It would hide what an image has there, so it is mounted only if the class is not named and the jar is elsewhere.
 */
function userLibraryMounts({ wanted, templates }: Blueprint): readonly Mount[] {
  const { jarURI, entryClass } = wanted.spec.job ?? {};
  if (jarURI === undefined || entryClass !== undefined) return [];
  if (/^(local|file):\/*opt\/flink\/usrlib\//.test(jarURI)) return [];
  const mounts = items(mainContainerOf(templates.jobManager ?? {}), "volumeMounts");
  return mounts.some((one) => textAt(one, "mountPath")?.startsWith(userLibrary)) ? [] : [emptyUserLibrary];
}
