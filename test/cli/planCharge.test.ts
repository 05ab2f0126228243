import { expect, test } from "vitest";
import { merged } from "../../lib/core/triggers/json.ts";
import { application, type Fields } from "../sequence/support/application.ts";
import { sessionJob } from "../sequence/support/session.ts";
import { runningSession } from "../sequence/support/sessionStage.ts";
import { running } from "../sequence/support/stage.ts";
import { annotate, ask, fileOf, placed, spokeOf } from "./support/planning.ts";

const charge = "flink-fleet/charge";

/** Another image, and who is in charge. */
function chargedTo(who: string): string {
  const { metadata, spec, ...rest } = application();
  return fileOf({
    ...rest,
    metadata: { ...metadata, annotations: { [charge]: who } },
    spec: merged(spec, { image: "flink:1.20.2" }),
  });
}

const changedJob = (spec: Fields): string => {
  const manifest = sessionJob({});
  return fileOf({ ...manifest, spec: merged(manifest["spec"], spec) });
};

test("a session job whose cluster somebody else operates is not written", async () => {
  const { scene } = await runningSession();
  annotate(scene, "shared", { [charge]: "observe" });
  const version = () => scene.spoke.api.read(placed("counts", "FlinkSessionJob")).metadata.resourceVersion;
  const before = version();
  const file = changedJob({ restartNonce: 7 });
  expect((await ask(scene, ["plan", "-f", file])).out).toContain("NotInCharge");
  expect((await ask(scene, ["apply", "-f", file, "--yes"])).code).toBe(2);
  expect(version()).toBe(before);
});

test("a session job that somebody else operates itself is not written, whoever operates its cluster", async () => {
  const { scene } = await runningSession();
  annotate(scene, "counts", { [charge]: "observe" }, "FlinkSessionJob");
  const { metadata, spec, ...rest } = sessionJob({});
  const file = fileOf({
    ...rest,
    metadata: { ...metadata, annotations: { [charge]: "observe" } },
    spec: merged(spec, { restartNonce: 7 }),
  });
  const { code, err } = await ask(scene, ["apply", "-f", file, "--yes"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("NotInCharge") });
  expect(scene.spoke.api.read(placed("counts", "FlinkSessionJob"))["spec"]).not.toHaveProperty("restartNonce");
});

test.for([
  { charges: { cluster: "operate", namespaces: { default: "observe" } }, code: 2 },
  { charges: { cluster: "observe", namespaces: {} }, code: 2 },
  { charges: { cluster: "observe", namespaces: { default: "operate" } }, code: 0 },
] as const)(
  "a session job goes by the charge of its namespace and its cluster: $charges",
  async ({ charges, code }) => {
    const { scene } = await runningSession();
    const spoke = { ...(await spokeOf(scene)), charges };
    const file = changedJob({ restartNonce: 7 });
    const asked = await ask(scene, ["apply", "-f", file, "--yes"], [spoke]);
    expect(asked.code).toBe(code);
    expect(asked.err.includes("NotInCharge")).toBe(code === 2);
  },
);

test("of what is not there yet the manifest says who is in charge", async () => {
  const { scene } = await running({ name: "clicks" });
  const { code, err } = await ask(scene, ["apply", "-f", chargedTo("observe"), "--yes"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`${charge} is observe`) });
  expect(scene.names("FlinkDeployment")).toEqual(["clicks"]);
});

test.for([
  { now: "observe", manifest: "operate", told: "NotInCharge" },
  { now: "observe", manifest: "observe", told: "NotInCharge" },
  { now: "operate", manifest: "shadow", told: "flink-fleet adopt" },
  { now: undefined, manifest: "observe", told: "flink-fleet adopt" },
])("a manifest does not change who is in charge: $now to $manifest", async ({ now, manifest, told }) => {
  const { scene } = await running();
  if (now !== undefined) annotate(scene, "orders", { [charge]: now });
  const { code, err } = await ask(scene, ["apply", "-f", chargedTo(manifest), "--yes"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(told) });
  expect(scene.spoke.api.read(placed("orders")).metadata.annotations?.[charge]).toBe(now);
});

test("a manifest that says who is in charge already changes nothing of it", async () => {
  const { scene } = await running();
  annotate(scene, "orders", { [charge]: "operate" });
  expect(await ask(scene, ["apply", "-f", chargedTo("operate"), "--yes"])).toMatchObject({ code: 0 });
  expect(scene.resource("orders")["spec"]).toMatchObject({ image: "flink:1.20.2" });
});

test("a session cluster and its jobs are applied together or not at all, also where one is blocked", async () => {
  const { scene } = await runningSession();
  const { apiVersion, kind, spec } = scene.spoke.api.read(placed("shared"));
  const cluster = {
    apiVersion,
    kind,
    metadata: { namespace: "default", name: "shared" },
    spec: merged(spec, { image: "flink:1.20.2" }),
  };
  const job = changedJob({ job: { parallelism: 0 } });
  const { code, err } = await ask(scene, ["apply", "-f", fileOf(cluster), "-f", job, "--yes"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("FlinkSessionJob counts: ValidationError") });
  expect(scene.resource("shared")["spec"]).toMatchObject({ image: "flink:1.20" });
});
