import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { flinkFleet } from "../../lib/cli/program.ts";
import type { Surroundings } from "../../lib/cli/surroundings.ts";
import type { Recording } from "../../lib/core/decisions/recording.ts";
import { Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import type { Millis } from "../../lib/core/time.ts";
import { World } from "../../lib/world/world.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { instead } from "../support/instead.ts";
import { aDeployment, aSessionJob, brokenSpoke, noon, surroundings } from "./surroundings.ts";

const resource = (name: string): KubernetesObject => ({
  ...aDeployment(name, {
    spec: {
      jobManager: { resource: { cpu: 1, memory: "1600m" } },
      taskManager: { resource: { cpu: 1, memory: "1600m" } },
      job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 },
    },
  }),
  metadata: { name, namespace: "default" },
});

/** A world whose time passes only while the command sleeps, until it has slept this often. */
async function inWorld(world: World, sleeps: number, between: (sleep: number) => void = () => undefined) {
  const { of, out, err } = surroundings({ spokes: await world.fleet.spokes() });
  const slept: Millis[] = [];
  const here: Surroundings = {
    ...of,
    clock: world.clock,
    ids: world.ids,
    sleep: async (time) => {
      slept.push(time);
      between(slept.length);
      world.advance(time);
    },
    stopped: () => slept.length >= sleeps,
  };
  return { here, out, err, slept };
}

/** Lines without their time. */
const told = (out: string): readonly string[] => out.split("\n").map((line) => line.replace(/^\S+ /u, ""));

describe("run", () => {
  test("brings a resource up, looks sooner at what is on its way, and tells each change once", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const { here, out, slept } = await inWorld(world, 12);
    expect(await flinkFleet(["run", "--interval", "10s"], here)).toBe(0);
    const lines = told(out());
    expect(lines.at(-1)).toBe("east default/orders: the job is RUNNING");
    expect(lines.filter((line) => line.includes("waiting for the JobManager"))).toHaveLength(1);
    expect(Math.min(...slept)).toBeLessThan(10_000);
    expect(slept.at(-1)).toBe(10_000);
  });

  test("--record keeps each decision of each pass, and no other file is touched without it", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const kept: Recording[] = [];
    const files: string[] = [];
    const { here } = await inWorld(world, 6);
    const recorder = (file: string) => (
      files.push(file),
      { keep: (recording: Recording) => void kept.push(recording) }
    );
    await flinkFleet(["run", "--interval", "10s", "--record", "decisions.jsonl"], { ...here, recorder });
    expect(files).toEqual(["decisions.jsonl"]);
    expect(kept.length).toBeGreaterThan(6);
    expect(kept[0]).toMatchObject({ version: 1, of: "resource", decision: { rule: "firstDeployment" } });
    await flinkFleet(["run", "--once"], { ...here, recorder });
    expect(files).toHaveLength(1);
  });

  test("where nothing can be recorded, nothing is begun", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const { here, err } = await inWorld(world, 6);
    const full = { kind: "rejected", what: "/full/x.jsonl", because: "cannot be written (ENOSPC)" } as const;
    const recorder = (): never => {
      throw new Faulted(full);
    };
    expect(await flinkFleet(["run", "--once", "--record", "/full/x.jsonl"], { ...here, recorder })).toBe(1);
    expect(err()).toContain("error: /full/x.jsonl: cannot be written (ENOSPC)");
    expect(world.spoke().api.list("Deployment").items).toEqual([]);
  });

  test("what cannot be recorded any more stops no care", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const { here, out } = await inWorld(world, 12);
    const full = { kind: "rejected", what: "x.jsonl", because: "cannot be written (ENOSPC)" } as const;
    const warned: string[] = [];
    const log = { info: () => undefined, warn: (message: string) => void warned.push(message) };
    const keep = (): never => {
      throw new Faulted(full);
    };
    await flinkFleet(["run", "--interval", "10s", "--log", "--record", "x.jsonl"], {
      ...here,
      log,
      recorder: () => ({ keep }),
    });
    expect(out()).toContain("the job is RUNNING");
    expect(new Set(warned)).toEqual(new Set(["Decision was not recorded"]));
  });

  test("brings up a session cluster and the jobs on it, and tells of each", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    const sessions = resource("sessions");
    world.spoke().api.create({ ...sessions, spec: { ...(sessions["spec"] as object), job: undefined } });
    world.spoke().artifacts.put("https://repo.example.com/job.jar", "a jar");
    for (const name of ["clicks", "views"])
      world.spoke().api.create({ ...aSessionJob(name), metadata: { name, namespace: "default" } });
    const { here, out } = await inWorld(world, 40);
    expect(await flinkFleet(["run", "--interval", "5s"], here)).toBe(0);
    const lines = told(out());
    expect(lines).toContain("east default/clicks: the session cluster sessions is not deployed yet");
    expect(lines).toContain("east default/sessions: the session cluster is ready");
    for (const name of ["clicks", "views"]) {
      expect(lines.filter((line) => line === `east default/${name}: the job is RUNNING`)).toHaveLength(1);
    }
  });

  test("looks into the given namespaces only", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    for (const namespace of ["default", "payments", "orders"]) {
      const of = resource("job");
      world.spoke().api.create({ ...of, metadata: { ...of.metadata, namespace } });
    }
    const { here } = await inWorld(world, 99);
    expect(await flinkFleet(["run", "--once", "-n", "payments", "--namespace", "orders"], here)).toBe(0);
    const made = world
      .spoke()
      .api.list("Deployment")
      .items.map(({ metadata }) => metadata.namespace);
    expect(made).toEqual(["orders", "payments"]);
  });

  test.for([
    { words: ["-n", "pay*"], made: ["payments"] },
    { words: ["payments/job"], made: ["payments"] },
    { words: ["job", "-n", "orders"], made: ["orders"] },
    { words: ["-l", "team=orders"], made: ["orders"] },
    { words: ["--kind", "FlinkSessionJob"], made: [] },
  ])("$words: only what is selected is looked after", async ({ words, made }) => {
    const world = new World({ spokes: ["east"], start: noon });
    for (const namespace of ["default", "payments", "orders"]) {
      const of = resource("job");
      world.spoke().api.create({ ...of, metadata: { ...of.metadata, namespace, labels: { team: namespace } } });
    }
    const { here, out } = await inWorld(world, 99);
    expect(await flinkFleet(["run", "--once", ...words], here)).toBe(0);
    const { items } = world.spoke().api.list("Deployment");
    expect(items.map(({ metadata }) => metadata.namespace)).toEqual(made);
    expect(
      out()
        .split("\n")
        .filter((line) => line !== ""),
    ).toHaveLength(made.length);
  });

  test("a session cluster is looked after with its jobs, each once, and a session job without its cluster", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    const sessions = resource("sessions");
    world.spoke().api.create({ ...sessions, spec: { ...(sessions["spec"] as object), job: undefined } });
    world.spoke().api.create(resource("orders"));
    world.spoke().artifacts.put("https://repo.example.com/job.jar", "a jar");
    for (const name of ["clicks", "views"])
      world.spoke().api.create({ ...aSessionJob(name), metadata: { name, namespace: "default" } });
    const alone = await inWorld(world, 3);
    await flinkFleet(["run", "clicks"], alone.here);
    expect(told(alone.out())).toEqual(["east default/clicks: the session cluster sessions is not deployed yet"]);
    expect(world.spoke().api.list("Deployment").items).toEqual([]);
    const both = await inWorld(world, 40);
    await flinkFleet(["run", "sessions", "views", "--interval", "5s"], both.here);
    const lines = told(both.out());
    for (const name of ["clicks", "views"])
      expect(lines.filter((line) => line === `east default/${name}: the job is RUNNING`)).toHaveLength(1);
    expect(
      world
        .spoke()
        .api.list("Deployment")
        .items.map(({ metadata }) => metadata.name),
    ).toEqual(["sessions"]);
    expect(world.violations).toEqual([]);
    const kept: string[] = [];
    const keep = ({ seen }: Recording) => void kept.push(seen.resource.metadata.name);
    await flinkFleet(["run", "sessions", "views", "--once", "--record", "x.jsonl"], {
      ...both.here,
      recorder: () => ({ keep }),
    });
    expect(kept.toSorted()).toEqual(["clicks", "sessions", "views"]);
  });

  test.for([
    { words: ["oders"], says: "there is no resource oders: did you mean default/orders?" },
    { words: ["-n", "payments"], says: "-n payments: the fleet does not look after it: there is default" },
    { words: ["orders", "--kind", "Pod"], says: "FlinkDeployment, FlinkSessionJob" },
  ])("$words: a mistake is told, and nothing is done", async ({ words, says }) => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const { here, err } = await inWorld(world, 99);
    const spokes = (await world.fleet.spokes()).map((spoke) => ({ ...spoke, namespaces: ["default"] }));
    const fleet: Surroundings["fleet"] = async (source) => ({
      ...(await here.fleet(source)),
      fleet: { spokes: async () => spokes },
    });
    expect(await flinkFleet(["run", "--once", ...words], { ...here, fleet })).toBe(1);
    expect(err()).toContain(says);
    expect(world.spoke().api.list("Deployment").items).toEqual([]);
  });

  test("what may not be listed of one resource hides no other", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    for (const name of ["orders", "clicks"]) world.spoke().api.create(resource(name));
    const { here, out } = await inWorld(world, 99);
    const [spoke] = await world.fleet.spokes();
    if (spoke === undefined) throw new Error("the world has a spoke");
    const list: Cluster["list"] = async (query) => {
      if (query.name === "clicks")
        throw new Faulted({ kind: "unavailable", what: "list of flinkdeployments", because: "503" });
      return await (await spoke.connect()).cluster.list(query);
    };
    const connect: Spoke["connect"] = async () => {
      const { cluster, ...rest } = await spoke.connect();
      return { ...rest, cluster: instead(cluster, { list }) };
    };
    const fleet: Surroundings["fleet"] = async (source) => ({
      ...(await here.fleet(source)),
      fleet: { spokes: async () => [{ ...spoke, connect }] },
    });
    expect(await flinkFleet(["run", "--once", "--kind", "FlinkDeployment"], { ...here, fleet })).toBe(2);
    expect(
      world
        .spoke()
        .api.list("Deployment")
        .items.map(({ metadata }) => metadata.name),
    ).toEqual(["orders"]);
    expect(told(out())).toContain("east default/clicks: failed: list of flinkdeployments: 503");
  });

  test.for([
    { format: "json", read: (text: string): unknown[] => text.split("\n").map((line) => JSON.parse(line) as unknown) },
    { format: "yaml", read: (text: string): unknown[] => parseAllDocuments(text).map((one) => one.toJS() as unknown) },
  ])("-o $format is for programs", async ({ format, read }) => {
    const world = new World({ spokes: ["east", "west"], start: noon });
    world.spoke("east").api.create(resource("orders"));
    world.spoke("west").reachable = false;
    const { here, out } = await inWorld(world, 99);
    expect(await flinkFleet(["run", "--once", "-o", format], here)).toBe(2);
    expect(read(out()).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      {
        at: expect.any(String) as unknown,
        cluster: "east",
        kind: "FlinkDeployment",
        namespace: "default",
        resource: "orders",
        because: expect.stringContaining("creating the cluster") as unknown,
        failed: false,
      },
      {
        at: expect.any(String) as unknown,
        cluster: "west",
        because: expect.stringContaining("west: cannot be reached") as unknown,
        failed: true,
      },
    ]);
  });

  test("logs decisions only when asked to", async () => {
    const logged = async (...words: readonly string[]): Promise<readonly string[]> => {
      const world = new World({ spokes: ["east"], start: noon });
      world.spoke().api.create(resource("orders"));
      const { here } = await inWorld(world, 99);
      const lines: string[] = [];
      const log = { info: (text: string) => void lines.push(text), warn: (text: string) => void lines.push(text) };
      await flinkFleet(["run", "--once", ...words], { ...here, log });
      return lines;
    };
    expect(await logged()).toEqual([]);
    expect(await logged("--log")).toContain("Deciding");
  });

  test("--once makes one pass", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const { here, slept } = await inWorld(world, 99);
    expect(await flinkFleet(["run", "--once"], here)).toBe(0);
    expect(slept).toEqual([]);
    expect(world.spoke().api.find({ kind: "Deployment", namespace: "default", name: "orders" })).toBeDefined();
  });

  test("a cluster that cannot be reached is told once, holds up no other, and is told again when it is back", async () => {
    const world = new World({ spokes: ["east", "west"], start: noon });
    world.spoke("east").api.create(resource("orders"));
    world.spoke("west").reachable = false;
    const { here, out } = await inWorld(world, 40, (sleep) => {
      if (sleep === 6) world.spoke("west").reachable = true;
    });
    expect(await flinkFleet(["run", "--interval", "5s"], here)).toBe(0);
    const lines = told(out());
    expect(lines).toContain("east default/orders: the job is RUNNING");
    expect(lines.filter((line) => line.startsWith("west"))).toEqual([
      expect.stringContaining("west: cannot be reached"),
      "west: can be reached again",
    ]);
  });

  test("--once with a cluster that fails: the others are looked after, exit code 2", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    world.spoke().api.create(resource("orders"));
    const fault = { kind: "denied", what: "list of flinkdeployments", because: "Unauthorized" } as const;
    const { of, out } = surroundings({ spokes: [brokenSpoke("west", fault), ...(await world.fleet.spokes())] });
    expect(await flinkFleet(["run", "--once"], { ...of, clock: world.clock, ids: world.ids })).toBe(2);
    expect(out()).toContain("log in again");
    expect(out()).toContain("east default/orders");
  });
});
