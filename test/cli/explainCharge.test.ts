import { describe, expect, test } from "vitest";
import type { Charges } from "../../lib/core/charge/chargeOf.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { application } from "../sequence/support/application.ts";
import { Scene } from "../sequence/support/scene.ts";
import { jarUri, sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { annotate, ask, placed } from "./support/planning.ts";

const of = placed("orders");
const idle = "flink-fleet will do nothing about it: somebody else is in charge.";

/** An application that runs, and whose image was changed since. */
async function changed(): Promise<Scene> {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(seconds(30));
  scene.spoke.api.patch(of, { type: "merge", body: { spec: { image: "flink:1.20.1" } } });
  return scene;
}

async function explained(scene: Scene, words: readonly string[], charges?: Charges) {
  const spokes = (await scene.world.fleet.spokes()).map((spoke) => ({ ...spoke, charges }));
  const before = scene.spoke.calls.length;
  const told = await ask(scene, ["explain", ...words], spokes);
  return { ...told, verbs: new Set(scene.spoke.calls.slice(before).map(({ verb }) => verb)) };
}

const inCharge = (out: string): unknown =>
  (JSON.parse(out) as { readonly resources: readonly { readonly inCharge?: unknown }[] }).resources[0]?.inCharge;

describe("explain", () => {
  test("an observed resource is not looked at, and how to take it over is said", async () => {
    const scene = await changed();
    annotate(scene, "orders", { "flink-fleet/charge": "observe" });
    const { code, out, verbs } = await explained(scene, ["orders"]);
    expect(code).toBe(0);
    expect([...verbs]).toEqual(["list"]);
    expect(out).toContain("\nIn charge: somebody else (observe), by the annotation flink-fleet/charge.\n");
    const cure = "To have flink-fleet operate it: flink-fleet adopt default/orders --cluster one.";
    expect(out.endsWith(`\n${idle}\n${cure}`)).toBe(true);
    expect(out).not.toContain("Now it waits");
  });

  test("a shadowed one is: what would be done is told, and that it is not", async () => {
    const scene = await changed();
    const { out } = await explained(scene, ["orders"], { cluster: "shadow", namespaces: {} });
    expect(out).toContain("(shadow), by charge of cluster one in the fleet file.");
    expect(out).toMatch(/\nIt would stop stopWithSavepoint: .*\n/);
    expect(out).toContain(idle);
    expect(out).not.toContain("To be done at the next look");
  });

  test.for<[string, Charges | undefined, object]>([
    ["nothing", undefined, { charge: "operate", by: "cluster", on: of }],
    ["the cluster", { cluster: "observe", namespaces: {} }, { charge: "observe", by: "cluster", on: of }],
    [
      "the namespace",
      { cluster: "operate", namespaces: { default: "shadow" } },
      { charge: "shadow", by: "namespace", on: of },
    ],
  ])("-o json: where %s says it", async ([, charges, said]) => {
    const { out } = await explained(await changed(), ["orders", "-o", "json"], charges);
    expect(inCharge(out)).toEqual(said);
  });

  test("--at tells of another time, and nothing of who is in charge by now", async () => {
    const scene = await changed();
    annotate(scene, "orders", { "flink-fleet/charge": "observe" });
    expect((await explained(scene, ["orders", "--at", "1s"])).out).not.toContain("In charge");
  });

  test("a session job goes with its cluster, and that is what is to be taken over", async () => {
    const scene = new Scene();
    scene.spoke.artifacts.put(jarUri, "a jar");
    for (const object of [sessionCluster(), sessionJob()]) scene.apply(object);
    await scene.passFor(minutes(1));
    annotate(scene, "shared", { "flink-fleet/charge": "observe" });
    const { out } = await explained(scene, ["counts"]);
    expect(out).toContain("by the annotation flink-fleet/charge of FlinkDeployment default/shared.");
    expect(out).toContain("flink-fleet adopt default/shared --cluster one, with which it goes.");
  });

  test("a snapshot goes with its job, and is left alone in shadow too", async () => {
    const scene = await changed();
    scene.spoke.api.patch(of, { type: "merge", body: { spec: { job: { savepointTriggerNonce: 4 } } } });
    await scene.passFor(minutes(1), seconds(2));
    const [name = ""] = scene.names("FlinkStateSnapshot");
    annotate(scene, "orders", { "flink-fleet/charge": "shadow" });
    const { out } = await explained(scene, [name, "--kind", "FlinkStateSnapshot"]);
    expect(out).toContain("by the annotation flink-fleet/charge of FlinkDeployment default/orders.");
    expect(out).toContain(idle);
    expect(out).not.toContain("It would");
  });
});
