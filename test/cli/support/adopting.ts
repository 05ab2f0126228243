import { flinkFleet } from "../../../lib/cli/program.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import type { Stage } from "../../sequence/support/stage.ts";
import { surroundings } from "../surroundings.ts";

/** `adopt` beside the stage; see `command`. */
export const adopt = (stage: Stage, words: readonly string[], meanwhile?: () => Promise<void>) =>
  command(stage, ["adopt", ...words], meanwhile);

/** A command line beside the stage; what is done while it sleeps may be given. */
export async function command(
  stage: Pick<Stage, "scene">,
  words: readonly string[],
  meanwhile = async (): Promise<void> => undefined,
  spokes?: readonly Spoke[],
) {
  const { world } = stage.scene;
  const { of, out, err } = surroundings({});
  const code = await flinkFleet(words, {
    ...of,
    clock: world.clock,
    ids: world.ids,
    fleet: async () => ({
      fleet: spokes === undefined ? world.fleet : { spokes: async () => spokes },
      defaults: shippedDefaults,
      allowTags: false,
    }),
    sleep: async (time) => {
      world.advance(time);
      await meanwhile();
    },
    stopped: () => false,
  });
  return { code, out: out(), err: err() };
}

export const chargeOf = (stage: Stage) => stage.scene.resource("orders").metadata.annotations?.["flink-fleet/charge"];
export const version = (stage: Stage) => stage.scene.resource("orders").metadata.resourceVersion;

/** As the chart of the Apache operator makes it. */
export const apacheOperator = (options: readonly string[] = [], replicas = 1): readonly KubernetesObject[] => {
  const labels = { "app.kubernetes.io/name": "flink-kubernetes-operator" };
  const metadata = { name: "flink-kubernetes-operator", namespace: "flink", labels };
  const containers = [{ name: "flink-kubernetes-operator", image: "apache/flink-kubernetes-operator" }];
  const spec = {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  const data = { "flink-conf.yaml": ["kubernetes.operator.reconcile.interval: 15 s", ...options].join("\n") };
  return [
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "flink-operator-config", namespace: "flink" }, data },
  ];
};
