import { expect, test } from "vitest";
import { planOf } from "../../../lib/cli/planning/planFleet.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { KindName } from "../../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../../lib/core/time.ts";
import { running, type Stage } from "../../sequence/support/stage.ts";
import { told, Writes } from "./support/writes.ts";

const at = (kind: KindName, name: string) => ({ kind, namespace: "default", name }) as const;
const by = { manager: "kubectl-edit" };

function withImage({ scene }: Stage): void {
  const annotations = { "flink-fleet/repair": "now" };
  scene.spoke.api.patch(at("FlinkDeployment", "orders"), { type: "merge", body: { metadata: { annotations } } });
  const spec = { containers: [{ name: "flink-main-container", image: "flink:1.20.9" }] };
  scene.spoke.api.patch(at("Deployment", "orders"), { type: "strategic", body: { spec: { template: { spec } } } }, by);
}

const noReplicas = ({ scene }: Stage): void =>
  void scene.spoke.api.patch(at("Deployment", "orders"), { type: "merge", body: { spec: { replicas: 0 } } }, by);

const noService = ({ scene }: Stage): void => void scene.spoke.api.delete(at("Service", "orders-rest"));

test.for([
  { what: "an image, which needs a restart", edit: withImage },
  { what: "no replicas", edit: noReplicas },
  { what: "a Service that is gone", edit: noService },
])("what others have changed is planned as the next passes put it right: $what", async ({ edit }) => {
  const stage = await running();
  edit(stage);
  stage.scene.world.advance(seconds(40));
  const { world } = stage.scene;
  const writes = new Writes();
  const [spoke] = (await world.fleet.spokes()).map(writes.through);
  if (spoke === undefined) throw new Error("the world has a spoke");
  const asked = { parts: [{ kind: "FlinkDeployment" as const, namespace: "default", name: "orders" }], manifests: [] };
  const around = { clock: world.clock, ids: world.ids, defaults: shippedDefaults };
  const plan = await planOf({ tasks: [{ spoke, asked }], failures: [] }, around);
  for (let time = 0; time < minutes(3); time += seconds(5)) {
    await stage.scene.pass(writes.through);
    world.advance(seconds(5));
  }
  const planned = told(plan.resources.flatMap((one) => one.writes));
  expect(planned.length).toBeGreaterThan(0);
  expect(told(writes.all)).toEqual(planned);
});
