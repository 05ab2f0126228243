import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { merged } from "../../lib/core/triggers/json.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { application, type Fields } from "../sequence/support/application.ts";
import type { Scene } from "../sequence/support/scene.ts";
import { running } from "../sequence/support/stage.ts";
import { instead } from "../support/instead.ts";
import { ask, fileOf, folder, newFile, spokeOf } from "./support/planning.ts";

const fileWith = (spec: Fields): string => fileOf({ ...application(), spec: merged(application()["spec"], spec) });
const anotherImage = (): string => fileWith({ image: "flink:1.20.2" });

describe("--out", () => {
  test("makes the file readable for its owner alone, also one that is there, and leaves nothing else", async () => {
    const { scene } = await running();
    const inside = mkdtempSync(join(folder, "out-"));
    const out = join(inside, "orders.plan");
    writeFileSync(out, "");
    chmodSync(out, 0o644);
    await ask(scene, ["plan", "-f", anotherImage(), "--out", out]);
    expect((statSync(out).mode & 0o777).toString(8)).toBe("600");
    expect(readdirSync(inside)).toEqual(["orders.plan"]);
  });

  test.for([
    { what: "no-such-folder/x.plan", told: "no such folder" },
    { what: ".", told: "is no file" },
  ])("$what is refused before anything is printed", async ({ what, told }) => {
    const { scene } = await running();
    const { code, out, err } = await ask(scene, ["plan", "-f", anotherImage(), "--out", join(folder, what)]);
    expect({ code, out, err }).toEqual({ code: 1, out: "", err: expect.stringContaining(told) });
  });
});

test("two plans of the same have no digest in common", async () => {
  const { scene } = await running();
  const digests = async (): Promise<readonly string[]> => {
    const { out } = await ask(scene, ["plan", "-f", anotherImage(), "-o", "json"]);
    return Object.values(JSON.parse(out).resources[0].seen.fields);
  };
  const [one, other] = [await digests(), await digests()];
  expect(one.length).toBeGreaterThan(3);
  expect(one.filter((digest) => other.includes(digest))).toEqual([]);
});

describe("-f", () => {
  test("names that no file has are refused", async () => {
    const { scene } = await running();
    const { code, err } = await ask(scene, ["plan", "orders", "clicks", "-f", anotherImage()]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("clicks") });
    expect(err).toContain("clicks: not in the files: ");
    expect(err).not.toMatch(/orders.*: not in the files/);
  });

  test("takes one file each time: what follows are names", async () => {
    const { scene } = await running();
    expect(await ask(scene, ["plan", "-f", anotherImage(), "orders"])).toMatchObject({ code: 2 });
  });

  test("folders are read with what is in them, but for hidden ones", async () => {
    const root = mkdtempSync(join(folder, "deploy-"));
    for (const inner of ["prod/eu", ".git"]) mkdirSync(join(root, inner), { recursive: true });
    writeFileSync(join(root, "a.json"), JSON.stringify(application()));
    writeFileSync(join(root, "prod/eu/b.json"), JSON.stringify(application({ name: "clicks" })));
    writeFileSync(join(root, ".git/c.json"), JSON.stringify(application({ name: "hidden" })));
    const { out } = await ask((await running()).scene, ["plan", "-f", root]);
    expect(out).toContain("default/clicks is started");
    expect(out).not.toContain("hidden");
  });
});

describe("apply --plan", () => {
  test.for([["-n", "payments"], ["-l", "team=a"], ["--kind", "FlinkSessionJob"], ["-A"]])(
    "is done as a whole: %s is refused",
    async (words) => {
      const { scene } = await running();
      const plan = newFile("plan");
      await ask(scene, ["plan", "-f", anotherImage(), "--out", plan]);
      const { code, err } = await ask(scene, ["apply", "--plan", plan, ...words]);
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(words[0] ?? "") });
      expect(scene.resource("orders")["spec"]).toMatchObject({ image: "flink:1.20" });
    },
  );

  test.for([["orders"], ["-f", "orders.yaml"]])("holds what is to be applied: %s is refused", async (words) => {
    const { scene } = await running();
    const plan = newFile("plan");
    await ask(scene, ["plan", "-f", anotherImage(), "--out", plan]);
    const { code, err } = await ask(scene, ["apply", "--plan", plan, ...words]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("leave out") });
    expect(scene.resource("orders")["spec"]).toMatchObject({ image: "flink:1.20" });
  });

  test.for(["json", "yaml", "markdown", "text"])(
    "applies what the file held when it was planned (-o %s)",
    async (o) => {
      const { scene } = await running();
      const [file, plan] = [anotherImage(), newFile("plan")];
      const { out } = await ask(scene, ["plan", "-f", file, "--out", plan, "-o", o]);
      const kept = readFileSync(plan, "utf8");
      expect(o === "json" ? out.trim() : kept.trim()).toBe(kept.trim());
      writeFileSync(file, JSON.stringify(application({ name: "another" })));
      expect(await ask(scene, ["apply", "--plan", plan])).toMatchObject({ code: 0 });
      expect(scene.names("FlinkDeployment")).toEqual(["orders"]);
      expect(scene.resource("orders")["spec"]).toMatchObject({ image: "flink:1.20.2" });
    },
  );

  test("what an API server tells in another order of keys has not moved", async () => {
    const { scene } = await running();
    const plan = newFile("plan");
    await ask(scene, ["plan", "-f", anotherImage(), "--out", plan]);
    const { err } = await ask(scene, ["apply", "--plan", plan], [await turnedRound(scene)]);
    expect(err).toBe("");
    expect(scene.resource("orders")["spec"]).toMatchObject({ image: "flink:1.20.2" });
  });

  test("what was planned to be made in one cluster is not made in another of the same name", async () => {
    const { scene } = await running({ name: "a" });
    const plan = newFile("plan");
    await ask(scene, ["plan", "-f", fileOf(application()), "--out", plan], [await at(scene, "https://one")]);
    const { code, err } = await ask(scene, ["apply", "--plan", plan], [await at(scene, "https://two")]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("API server: planned https://one, now https://two"),
    });
    expect(scene.names("FlinkDeployment")).toEqual(["a"]);
    expect(await ask(scene, ["apply", "--plan", plan], [await at(scene, "https://one")])).toMatchObject({ code: 0 });
  });
});

/** The spoke of a scene, behind this address. */
async function at(scene: Scene, server: string): Promise<Spoke> {
  const spoke = await spokeOf(scene);
  return { ...spoke, connect: async () => ({ ...(await spoke.connect()), server }) };
}

/** The spoke of a scene, whose API server tells the keys of every map the other way round. */
async function turnedRound(scene: Scene): Promise<Spoke> {
  const spoke = await spokeOf(scene);
  const { cluster, ...rest } = await spoke.connect();
  const read: typeof cluster.read = async (ref) => turned(await cluster.read(ref));
  const list: typeof cluster.list = async (query) => turned(await cluster.list(query));
  return { ...spoke, connect: async () => ({ ...rest, cluster: instead(cluster, { read, list }) }) };
}

function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).toReversed();
  return Object.fromEntries(fields.map(([key, inner]) => [key, turned(inner)])) as T;
}
