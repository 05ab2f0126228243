import { describe, expect, test } from "vitest";
import { application, digest, Triggering } from "../shell/support/triggering.ts";
import { inFleet, smallFleet } from "./support/changing.ts";

interface Printed {
  readonly changeId: string;
  readonly resources: readonly { readonly outcome: string; readonly resource: string; readonly cluster: string }[];
  readonly failures: readonly { readonly cluster: string }[];
}

const json = (out: string): Printed => JSON.parse(out) as Printed;
const outcomes = (out: string) =>
  json(out).resources.map(({ cluster, resource, outcome }) => `${cluster} ${resource} ${outcome}`);

const at = (scene: Triggering, spoke: string, name: string, namespace = "default") =>
  scene.resource(name, { spoke, namespace });

const nonces = (scene: Triggering) => ({
  orders: at(scene, "east", "orders").spec["restartNonce"],
  clicks: at(scene, "east", "clicks").spec["restartNonce"],
  payments: at(scene, "west", "orders", "payments").spec["restartNonce"],
});

describe("a command that changes a resource", () => {
  test("makes one patch of flink-fleet-trigger, with a note of who asked", async () => {
    const scene = smallFleet();
    const { code, out } = await inFleet(scene, ["restart", "clicks"]);
    expect({ code, out }).toEqual({ code: 0, out: "east default/clicks: restart accepted" });
    const { metadata } = at(scene, "east", "clicks");
    expect(nonces(scene)).toEqual({ clicks: 1 });
    const [note] = JSON.parse(metadata.annotations?.["flink-fleet/changes"] ?? "[]") as object[];
    expect(note).toMatchObject({ action: "restart", by: "jane", from: { generation: 1 }, to: { generation: 2 } });
    expect(scene.world.spoke("east").calls.filter(({ verb }) => verb === "patch")).toHaveLength(1);
    const { apiVersion, kind, metadata: of } = application("clicks");
    const body = { apiVersion, kind, metadata: { name: of.name }, spec: { restartNonce: 7 } };
    const { api } = scene.world.spoke("east");
    expect(() =>
      api.patch(
        { kind, namespace: "default", name: "clicks" },
        { type: "apply", body, force: false },
        { manager: "argocd" },
      ),
    ).toThrow(/"flink-fleet-trigger"/);
  });

  test.for([
    { words: ["suspend", "clicks"], spec: { job: { state: "suspended" } } },
    { words: ["trigger", "suspend", "clicks"], spec: { job: { state: "suspended" } } },
    {
      words: ["redeploy", "clicks", "--jar", "local:///opt/new.jar"],
      spec: { job: { jarURI: "local:///opt/new.jar" } },
    },
    {
      words: ["trigger", "redeploy", "clicks", "--arg=--window", "--arg", "5m"],
      spec: { job: { args: ["--window", "5m"] } },
    },
    { words: ["redeploy", "clicks", "--config", "a.b=1=2"], spec: { flinkConfiguration: { "a.b": "1=2" } } },
    {
      words: ["redeploy", "clicks", "--image", "registry.example.com/clicks:2", "--digest", digest],
      spec: { image: `registry.example.com/clicks:2@${digest}` },
    },
    {
      words: ["redeploy", "clicks", "--image", "registry.example.com/clicks:2", "--allow-tag"],
      spec: { image: "registry.example.com/clicks:2" },
    },
    {
      words: ["redeploy", "clicks", "--image", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/clicks:2"],
      spec: { image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/clicks:2@sha256:${"e".repeat(64)}` },
    },
  ])("$words", async ({ words, spec }) => {
    const scene = smallFleet();
    expect((await inFleet(scene, words)).code).toBe(0);
    expect(at(scene, "east", "clicks").spec).toMatchObject(spec);
    expect(at(scene, "east", "orders").metadata.generation).toBe(1);
  });

  test("--config takes a key out", async () => {
    const scene = new Triggering();
    scene.create(application("orders", "default", { flinkConfiguration: { "a.b": "1", "c.d": "2" } }));
    await inFleet(scene, ["redeploy", "orders", "--config", "a.b-", "--config", "e.f="]);
    expect(scene.resource("orders").spec["flinkConfiguration"]).toEqual({ "c.d": "2", "e.f": "" });
  });

  test("savepoint makes one snapshot for a change, resume and rollback go back", async () => {
    const scene = new Triggering();
    scene.create(application("orders"));
    for (let i = 0; i < 2; i += 1) await inFleet(scene, ["savepoint", "orders", "--change-id", "s-1"]);
    expect(scene.world.spoke().api.list("FlinkStateSnapshot", {}).items).toHaveLength(1);
    await inFleet(scene, ["suspend", "orders"]);
    await inFleet(scene, ["resume", "orders"]);
    expect(scene.resource("orders").spec.job["state"]).toBe("running");
    await inFleet(scene, ["redeploy", "orders", "--jar", "local:///new.jar"]);
    await inFleet(scene, ["rollback", "orders"]);
    expect(scene.resource("orders").spec.job["jarURI"]).toBe("local:///opt/job.jar");
  });

  test("the same change id is made once, and another one again", async () => {
    const scene = smallFleet();
    for (const id of ["c-1", "c-1", "c-2"])
      expect((await inFleet(scene, ["restart", "clicks", "--change-id", id])).code).toBe(0);
    expect(nonces(scene).clicks).toBe(2);
  });
});

describe("what is selected", () => {
  test.for([
    { words: ["clicks"], restarted: { clicks: 1 } },
    { words: ["orders"], restarted: { orders: 1, payments: 1 } },
    { words: ["orders", "-n", "payments"], restarted: { payments: 1 } },
    { words: ["payments/orders"], restarted: { payments: 1 } },
    { words: ["payments/orders", "clicks"], restarted: { payments: 1, clicks: 1 } },
    { words: ["orders", "payments/orders"], restarted: { orders: 1, payments: 1 } },
    { words: ["*"], restarted: { orders: 1, clicks: 1, payments: 1 } },
    { words: ["-A"], restarted: { orders: 1, clicks: 1, payments: 1 } },
    { words: ["-n", "default", "-n", "payments"], restarted: { orders: 1, clicks: 1, payments: 1 } },
    { words: ["-l", "team=orders"], restarted: { orders: 1 } },
    { words: ["--cluster", "w*"], restarted: { payments: 1 } },
    { words: ["orders", "--cluster", "east"], restarted: { orders: 1 } },
    { words: ["-A", "--kind", "FlinkDeployment"], restarted: { orders: 1, clicks: 1, payments: 1 } },
  ])("$words", async ({ words, restarted }) => {
    const scene = smallFleet();
    expect((await inFleet(scene, ["restart", "--yes", ...words])).code).toBe(0);
    expect(nonces(scene)).toEqual({ orders: undefined, clicks: undefined, payments: undefined, ...restarted });
  });

  test.for([
    { words: [], says: /say which resources: NAME/ },
    { words: ["--kind", "FlinkDeployment"], says: /say which resources/ },
    { words: ["ordesr"], says: /there is no resource ordesr: did you mean default\/orders or payments\/orders\?/ },
    {
      words: ["clicks", "-n", "payments"],
      says: /no resource clicks \(namespaces payments\): did you mean default\/clicks\?/,
    },
    {
      words: ["clicks", "zzzzzz"],
      says: /no resource zzzzzz: there are default\/clicks, default\/orders, payments\/orders$/,
    },
    {
      words: ["payments/clicks", "default/clicks"],
      says: /no resource clicks \(namespaces payments\): did you mean default/,
    },
    { words: ["-l", "team=x"], says: /nothing is selected by labels team=x: there are default\/clicks/ },
    { words: ["-A", "--kind", "FlinkSessionJob"], says: /nothing is selected by clusters \*; kinds FlinkSessionJob/ },
    {
      words: ["orders", "--cluster", "eats"],
      says: /--cluster eats: the fleet has no such cluster: did you mean east\?/,
    },
    { words: ["orders", "--cluster", "x*"], says: /--cluster x\* means none of east, west/ },
    { words: ["payments/orders", "-n", "default"], says: /payments\/ stands before a name, and -n says default/ },
    { words: ["orders", "-A", "-n", "default"], says: /cannot be used with option/ },
    { words: ["orders", "-l", "team"], says: /Write key=value/ },
    { words: ["or_ders!"], says: /names\[0\] is "or_ders!", must be a name/ },
    { words: ["orders", "--change-id", "a b"], says: /changeId is "a b", must be 1 to 128/ },
    { words: ["orders", "--timeout", "soon"], says: /such as 15s or 2m/ },
  ])("$words is a mistake that is explained, and nothing is done", async ({ words, says }) => {
    const scene = smallFleet();
    const { code, err } = await inFleet(scene, ["restart", "--yes", ...words]);
    expect(err).toMatch(says);
    expect(code).toBe(1);
    expect(nonces(scene)).toEqual({});
  });

  test.for([
    { words: ["redeploy", "clicks"], says: /at least one of --image, --jar, --arg and --config/ },
    { words: ["trigger", "restart", "clicks", "--jar", "x"], says: /--jar goes with redeploy, not with restart/ },
    { words: ["trigger", "restart", "clicks", "--allow-tag"], says: /--allow-tag goes with redeploy/ },
    { words: ["restart", "clicks", "--jar", "x"], says: /unknown option '--jar'/ },
    { words: ["trigger", "explode", "clicks"], says: /Allowed choices are redeploy, restart/ },
    { words: ["redeploy", "clicks", "--config", "a.b"], says: /Write KEY=VALUE, or KEY-/ },
    {
      words: ["redeploy", "clicks", "--image", "example.com/clicks:2"],
      says: /a tag that may mean another image .* --digest or --allow-tag/,
    },
    { words: ["redeploy", "clicks", "--image", "Not An Image"], says: /image is "Not An Image", must be an image/ },
  ])("$words is a mistake that is explained", async ({ words, says }) => {
    const scene = smallFleet();
    const { code, err } = await inFleet(scene, words);
    expect(err).toMatch(says);
    expect(code).toBe(1);
    expect(at(scene, "east", "clicks").metadata.generation).toBe(1);
  });

  test("what is selected twice is changed once", async () => {
    const scene = smallFleet();
    const { out } = await inFleet(scene, ["restart", "orders", "default/orders", "--yes", "-o", "json"]);
    expect(outcomes(out)).toEqual(["east orders accepted", "west orders accepted"]);
  });
});
