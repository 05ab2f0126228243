import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { flinkFleet } from "../../lib/cli/program.ts";
import { merged } from "../../lib/core/triggers/json.ts";
import { minutes } from "../../lib/core/time.ts";
import { application, type Fields } from "../sequence/support/application.ts";
import { running, type Stage } from "../sequence/support/stage.ts";
import { surroundings } from "./surroundings.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-plan-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileWith(spec: Fields, wanted: Parameters<typeof application>[0] = {}): string {
  files += 1;
  const file = join(folder, `${files}.json`);
  const manifest = application(wanted);
  writeFileSync(file, JSON.stringify({ ...manifest, spec: merged(manifest["spec"], spec) }));
  return file;
}

async function ask(stage: Stage, words: readonly string[], answer?: string) {
  const { world } = stage.scene;
  const given = surroundings({
    spokes: await world.fleet.spokes(),
    passes: 10_000,
    ...(answer === undefined ? {} : { answer }),
  });
  const sleep = async (): Promise<void> => world.advance(5000 as never);
  const code = await flinkFleet(words, { ...given.of, clock: world.clock, ids: world.ids, sleep });
  return { code, out: given.out(), err: given.err() };
}

const imageOf = (stage: Stage): unknown => (stage.scene.resource("orders")["spec"] as Fields)["image"];

describe("plan", () => {
  test("of a file that changes nothing: no changes, exit code 0", async () => {
    const { code, out } = await ask(await running(), ["plan", "-f", fileWith({})]);
    expect({ code, out }).toEqual({ code: 0, out: "1 resource: no change\n\nNo changes." });
  });

  test("of a change: what, why, from which state, and nothing that is not known; exit code 2", async () => {
    const stage = await running();
    const { code, out } = await ask(stage, ["plan", "-f", fileWith({ image: "flink:1.20.2" })]);
    expect(code).toBe(2);
    expect(out).toContain("one default/orders is restarted");
    expect(out).toContain("; image changed");
    expect(out).toContain("state:     a savepoint that is taken when it is stopped");
    expect(out).toContain("downtime:  not known");
    expect(out).toContain("± Deployment default/orders");
    expect(out).toContain("~ /spec/template/spec/containers/flink-main-container/image: flink:1.20 → flink:1.20.2");
    expect(out).toContain("Plan: 1 resource to change in 1 cluster, 1 restart.");
    expect(imageOf(stage)).toBe("flink:1.20");
  });

  test("downtime is that of its own last restart", async () => {
    const stage = await running();
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(2));
    const { out } = await ask(stage, ["plan", "-f", fileWith({ image: "flink:1.20.2" })]);
    expect(out).toMatch(/downtime: {2}about \d+s, as its last restart took/);
  });

  test.for(["text", "markdown"])("%s holds no secret", async (output) => {
    const file = fileWith({ flinkConfiguration: { "s3.secret-key": "hunter2-hunter2" } });
    const { out } = await ask(await running(), ["plan", "-f", file, "-o", output]);
    expect(out).toContain("s3.secret-key");
    expect(out).not.toContain("hunter2");
  });

  test("what blocks it is told", async () => {
    const { code, out } = await ask(await running(), ["plan", "-f", fileWith({ job: { parallelism: 0 } })]);
    expect(code).toBe(2);
    expect(out).toContain("blocked:   ValidationError: Job parallelism must be larger than 0");
  });

  test("of what is there now", async () => {
    const stage = await running();
    stage.edit("another image", { image: "flink:1.20.3" });
    expect((await ask(stage, ["plan"])).out).toContain("one default/orders is restarted");
  });

  test("markdown of many fields stays below what a comment may have", async () => {
    const options = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`user.option-${index}`, "x".repeat(110)]),
    );
    const { out } = await ask(await running(), [
      "plan",
      "-f",
      fileWith({ flinkConfiguration: options }),
      "-o",
      "markdown",
    ]);
    expect(out.length).toBeLessThan(65_536);
    expect(out.length).toBeGreaterThan(10_000);
  });

  test("a file that no API server would take", async () => {
    const { code, err } = await ask(await running(), ["plan", "-f", fileWith({ job: { parallelism: "two" } })]);
    expect(code).toBe(1);
    expect(err).toMatch(/\d+\.json:1: spec\.job\.parallelism is "two", must be/);
  });
});

describe("apply", () => {
  async function planned(stage: Stage, spec: Fields) {
    files += 1;
    const plan = join(folder, `${files}.plan`);
    await ask(stage, ["plan", "-f", fileWith(spec), "--out", plan]);
    return plan;
  }

  test("does what was planned, and carries it out with --run", async () => {
    const stage = await running();
    const plan = await planned(stage, { image: "flink:1.20.2" });
    expect(statSync(plan).mode & 0o777).toBe(0o600);
    const { code, out } = await ask(stage, ["apply", "--plan", plan, "--run"]);
    expect({ code, out }).toEqual({ code: 0, out: "one default/orders: applied" });
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(stage.runs.map(({ restore }) => restore)).toEqual(["nothing", "path"]);
  });

  test.for([
    { labels: { team: "a" } },
    { spec: { job: { upgradeMode: "last-state" } } },
    { spec: { logConfiguration: {} } },
  ])("--run ends where nothing has to be done: %o", async ({ labels, spec = {} }) => {
    const stage = await running();
    const { metadata, spec: as, ...rest } = application();
    const file = join(folder, "record.json");
    writeFileSync(file, JSON.stringify({ ...rest, metadata: { ...metadata, labels }, spec: merged(as, spec) }));
    expect(await ask(stage, ["apply", "-f", file, "--yes", "--run"])).toMatchObject({ code: 0 });
  });

  test("names what has moved since, and writes nothing", async () => {
    const stage = await running();
    const plan = await planned(stage, { image: "flink:1.20.2" });
    stage.edit("another parallelism", { job: { parallelism: 3 } });
    const { code, err } = await ask(stage, ["apply", "--plan", plan]);
    expect(code).toBe(2);
    expect(err).toContain("one default/orders: nothing was written: it is not as it was planned");
    expect(err).toContain("/spec/job/parallelism: planned a value, now another");
    expect(err).not.toMatch(/[0-9a-f]{12}/);
    expect(imageOf(stage)).toBe("flink:1.20");
  });

  test("checkpoints that have come since do not matter", async () => {
    const stage = await running({ upgradeMode: "last-state" });
    const plan = join(folder, "last-state.plan");
    await ask(stage, ["plan", "-f", fileWith({ image: "flink:1.20.2" }, { upgradeMode: "last-state" }), "--out", plan]);
    await stage.passFor(minutes(2));
    expect(await ask(stage, ["apply", "--plan", plan])).toMatchObject({ code: 0 });
  });

  test.for([
    { answer: "y", code: 0, image: "flink:1.20.2" },
    { answer: "n", code: 1, image: "flink:1.20" },
    { answer: undefined, code: 1, image: "flink:1.20" },
  ])("of a file asks: $answer", async ({ answer, code, image }) => {
    const stage = await running();
    const asked = await ask(stage, ["apply", "-f", fileWith({ image: "flink:1.20.2" })], answer);
    expect(asked.code).toBe(code);
    expect(imageOf(stage)).toBe(image);
  });

  test("refuses a plan that is none", async () => {
    const file = join(folder, "none.plan");
    writeFileSync(file, readFileSync(fileWith({}), "utf8"));
    const { code, err } = await ask(await running(), ["apply", "--plan", file]);
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining("not a plan that this version reads"),
    });
  });
});
