import { expect, test } from "vitest";
import { merged } from "../../lib/core/triggers/json.ts";
import { minutes } from "../../lib/core/time.ts";
import { application, type Fields } from "../sequence/support/application.ts";
import { running } from "../sequence/support/stage.ts";
import { brokenSpoke } from "./surroundings.ts";
import { annotate, ask, fileOf, placed, spokeOf, without } from "./support/planning.ts";

const noChanges = { code: 0, out: "1 resource: no change\n\nNo changes.", err: "" };
const fileWith = (spec: Fields): string => fileOf({ ...application(), spec: merged(application()["spec"], spec) });

test("keys in another order, as a real API server stores them, are no change", async () => {
  const stage = await running();
  const template = (env: Fields): Fields => ({
    podTemplate: { spec: { containers: [{ name: "flink-main-container", env: [env] }] } },
  });
  stage.edit("a pod template", template({ value: "1", name: "A" }));
  await stage.passFor(minutes(2));
  expect(await ask(stage.scene, ["plan", "-f", fileWith(template({ name: "A", value: "1" }))])).toEqual(noChanges);
});

test("null in a manifest is as good as nothing, as on an API server", async () => {
  const { scene } = await running();
  const spec = { ...(application()["spec"] as Fields), imagePullPolicy: null };
  const planned = await ask(scene, ["plan", "-f", fileOf({ ...application(), spec })]);
  expect(planned).toEqual(noChanges);
});

test("what cannot be looked at is not 'no changes': exit code 1", async () => {
  const { scene } = await running();
  const { code, out } = await ask(scene, ["plan"], [await without(scene, "Deployment")]);
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining("CannotBeLookedAt") });
});

test("a cluster that is not reached is named, and hides no other: exit code 1", async () => {
  const { scene } = await running();
  const fault = { kind: "unavailable", what: "https://west", because: "connect ETIMEDOUT" } as const;
  const spokes = [brokenSpoke("west", fault), await spokeOf(scene)];
  const { code, out, err } = await ask(scene, ["plan"], spokes);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("west") });
  expect(out).toContain("1 resource: no change");
  expect(out).toContain("1 cluster not looked at");
  expect(await ask(scene, ["plan"], spokes.slice(0, 1))).toMatchObject({ code: 1 });
});

async function withDrift(repair: string) {
  const stage = await running();
  annotate(stage.scene, "orders", { "flink-fleet/repair": repair });
  const body = {
    spec: { template: { spec: { containers: [{ name: "flink-main-container", image: "flink:1.20.9" }] } } },
  };
  stage.scene.spoke.api.patch(placed("orders", "Deployment"), { type: "strategic", body }, { manager: "kubectl-edit" });
  stage.scene.world.advance(minutes(1));
  return stage;
}

test("a restart for what others have changed is in the plan, though it is due only after a while", async () => {
  const stage = await withDrift("now");
  const { code, out } = await ask(stage.scene, ["plan"]);
  const before = stage.runs.length;
  await stage.passFor(minutes(3));
  expect(stage.runs.length - before).toBe(1);
  expect({ code, out }).toEqual({ code: 2, out: expect.stringContaining("one default/orders is restarted") });
  expect(out).not.toContain("drift:");
});

test.for([
  { when: "open", schedule: "0 0 * ? * *", code: 2, told: "one default/orders is restarted" },
  { when: "closed", schedule: "0 0 2 1 1 ? 2099", code: 0, told: "it is made anew in the maintenance window" },
])("a restart that waits for the maintenance window is in the plan while that is $when", async (the) => {
  const { scene } = await withDrift("window");
  const window = { schedule: the.schedule, duration: minutes(60) };
  const spoke = { ...(await spokeOf(scene)), repair: { window, namespaces: {} } };
  const { code, out } = await ask(scene, ["plan"], [spoke]);
  expect({ code, out }).toEqual({ code: the.code, out: expect.stringContaining(the.told) });
});

test.for(["text", "markdown", "json"])(
  "what others have changed and nobody puts right is told as %s",
  async (output) => {
    const { scene } = await withDrift("never");
    const { code, out } = await ask(scene, ["plan", "-o", output]);
    expect(code).toBe(0);
    expect(out).toContain("Deployment/orders");
    expect(out).toContain("containers/flink-main-container/image");
    expect(out).toContain("nothing is restarted unless the annotation flink-fleet/repair is now");
  },
);

test("fields of which the same becomes are one line", async () => {
  const { scene } = await withDrift("never");
  const pod = { containers: [{ name: "flink-main-container", imagePullPolicy: "Always" }] };
  const body = { spec: { template: { spec: pod } } };
  scene.spoke.api.patch(placed("orders", "Deployment"), { type: "strategic", body }, { manager: "kubectl-edit" });
  const { out } = await ask(scene, ["plan"]);
  const lines = out.split("\n").filter((line) => line.includes("drift:"));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /others have changed Deployment\/orders \S+\/image\w* \(kubectl-edit\), Deployment\/orders \S+\/image\w* \(kubectl-edit\): nothing is restarted/u,
  );
});

test("what was put right while it runs does not stand any more", async () => {
  const { scene } = await running();
  const body = { spec: { selector: { app: "elsewhere" } } };
  scene.spoke.api.patch(placed("orders-rest", "Service"), { type: "merge", body }, { manager: "kubectl-edit" });
  const { code, out } = await ask(scene, ["plan", "-o", "json"]);
  expect({ code, drift: JSON.parse(out).resources[0].drift }).toEqual({ code: 2, drift: [] });
});
