import type { Stage } from "./stage.ts";

/** Names of the jobs that HA metadata tells of. */
export const kept = ({ scene }: Stage): readonly string[] =>
  scene.spoke.api
    .list("ConfigMap")
    .items.filter(({ metadata }) => /-[0-9a-f]{32}-config-map$/u.test(metadata.name))
    .map(({ metadata }) => metadata.name);
