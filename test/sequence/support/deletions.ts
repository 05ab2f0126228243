import { expect } from "vitest";
import type { Fields } from "./application.ts";
import { options } from "./snapshots.ts";
import type { Stage } from "./stage.ts";

const ref = ({ name }: Stage) => ({ kind: "FlinkDeployment", namespace: "default", name }) as const;

export const isThere = (stage: Stage): boolean => stage.scene.spoke.api.find(ref(stage)) !== undefined;

/** As `kubectl delete --wait=false`. */
export function deleteResource(stage: Stage): void {
  if (!isThere(stage)) return;
  stage.scene.tell("delete  the resource");
  stage.scene.spoke.api.delete(ref(stage));
}

/** As `edit`, of a resource that may be gone. */
export function editIfThere(stage: Stage, what: string, spec: Fields): void {
  if (isThere(stage)) stage.edit(what, spec);
}

export const savepointOnDeletion = (isAsked: boolean): Fields =>
  options({ "job.savepoint-on-deletion": String(isAsked) });

/** Whether there is a job that something could happen to. */
export function hasJob({ scene, runs }: Stage): boolean {
  const last = runs.at(-1);
  return last !== undefined && last.endedAt === undefined && scene.names("Pod").length > 0;
}

export function failIfRuns(stage: Stage): void {
  if (hasJob(stage)) stage.fail();
}

export function loseJobManager(stage: Stage): void {
  if (stage.scene.names("Deployment").includes(stage.name)) stage.deleteJobManager();
}

const kinds = ["FlinkDeployment", "FlinkStateSnapshot", "Deployment", "Pod", "Service", "ConfigMap"];

/** What belongs to a resource, or did: savepoints are kept by resources of their own. */
export const left = ({ scene }: Stage): readonly string[] =>
  kinds
    .filter((kind) => kind !== "FlinkStateSnapshot")
    .flatMap((kind) => scene.names(kind).map((name) => `${kind} ${name}`));

export const isGone = (stage: Stage): void => expect(left(stage)).toEqual([]);
