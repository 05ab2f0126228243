import { expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { example, Scene } from "../sequence/support/scene.ts";

const [application] = example("native-application.yaml");
if (application === undefined) throw new Error("the example holds nothing");
const orders = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;

/** An API server that takes no Deployment of this image; what it says is another text every time. */
function refusing(image: string): { readonly through: (spoke: Spoke) => Spoke; readonly tries: () => number } {
  let tries = 0;
  const refused = (cluster: Cluster): Cluster["create"] => {
    return async (object) => {
      if (!JSON.stringify(object).includes(image)) return cluster.create(object);
      tries += 1;
      const because = `exceeded quota: q, requested: cpu=1, used: cpu=${tries}, limited: cpu=2`;
      throw new Faulted({ kind: "denied", what: "Deployment default/orders", because });
    };
  };
  const through = (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      const create = refused(cluster);
      const other = new Proxy(cluster, {
        get: (target, name) => (name === "create" ? create : (Reflect.get(target, name) as Function).bind(target)),
      });
      return { cluster: other, flink, artifacts };
    },
  });
  return { through, tries: () => tries };
}

async function passes(scene: Scene, through: (spoke: Spoke) => Spoke, count: number): Promise<void> {
  for (let pass = 0; pass < count; pass += 1) {
    await scene.pass(through);
    scene.world.advance(seconds(5));
  }
}

const imageOf = application["spec"] as { readonly image: string };

test("what is refused again and again is tried once a minute, and told once", async () => {
  const scene = new Scene();
  scene.apply(application);
  const { through, tries } = refusing(imageOf.image);
  await passes(scene, through, 60);
  expect(tries()).toBeGreaterThanOrEqual(4);
  expect(tries()).toBeLessThanOrEqual(6);
  const events = scene.spoke.api.list("Event").items.filter((event) => event["reason"] === "DeploymentFailed");
  expect(events.map((event) => event["count"])).toEqual([1]);
});

test("a spec that the API server refused can be mended", async () => {
  const scene = new Scene();
  scene.apply({ ...application, spec: { ...imageOf, image: "refused:1" } });
  const { through } = refusing("refused:1");
  await passes(scene, through, 6);
  expect(scene.names("Deployment")).toEqual([]);
  scene.spoke.api.patch(orders, { type: "merge", body: { spec: { image: imageOf.image } } });
  await scene.passFor(minutes(2), seconds(15));
  const status = scene.resource("orders")["status"] as Readonly<Record<string, unknown>>;
  expect(status).toMatchObject({ lifecycleState: "STABLE", observedGeneration: 2 });
  expect(status["error"]).toBeUndefined();
});
