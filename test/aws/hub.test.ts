import type { Server } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFailed, test, vi } from "vitest";
import type { Health } from "../../lib/core/health/health.ts";
import { instant, millis } from "../../lib/core/time.ts";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import { type Served, serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import { useAccount } from "./support/account.ts";
import { Hub, type Told } from "./support/hub.ts";
import { addressOf, troubledServers } from "./support/troubledServers.ts";
import { Chance } from "../sequence/support/chance.ts";

const digest = (digit: string): string => `registry.example.com/orders@sha256:${digit.repeat(64)}`;

/** Of all that is left to chance: in which order things are delivered, and when functions are killed. */
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const chance = new Chance(seed);

let world: World;
let served: Served;
let troubled: Server;
let folder: string;
let hub: Hub;
let passing: NodeJS.Timeout;

beforeAll(async () => {
  useAccount("eu-west-1");
  world = new World({ spokes: ["east", "west"], start: instant(Date.now()) });
  served = await serve(world);
  let last = performance.now();
  passing = setInterval(() => {
    const now = performance.now();
    world.advance(millis(Math.round(now - last)));
    last = now;
  }, 200);
  folder = await mkdtemp(join(tmpdir(), "clusters-"));
  troubled = await troubledServers();
  const clusters = [
    ...["east", "west"].map((name) => ({ name, server: served.url(name) })),
    // A port that nobody listens at.
    { name: "down", server: "http://127.0.0.1:1" },
    ...["forbidden", "bare", "slow"].map((name) => ({ name, server: `${addressOf(troubled)}/${name}` })),
  ];
  await writeFile(join(folder, "kubeconfig"), simulatedKubeconfig(clusters));
  process.stderr.write(`What is left to chance is that of SEED=${seed}\n`);
  hub = await Hub.start("hub", fleetFile(join(folder, "kubeconfig")), { order: (waiting) => chance.shuffled(waiting) });
}, 60_000);

afterAll(async () => {
  clearInterval(passing);
  await hub?.close();
  await served?.close();
  troubled.closeAllConnections();
  troubled.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
}, 60_000);

const good = ["east", "west"];
const bad = ["bare", "down", "forbidden", "slow"];

const fleetFile = (kubeconfig: string): string => `
clusters:
${[...good, ...bad].map((name) => `  ${name}: { kubeconfig: ${JSON.stringify(kubeconfig)}, context: ${name} }`).join("\n")}
triggers:
  senders:
    ci: { source: ci, may: [redeploy, suspend, resume, restart], selector: { clusters: [east, west] } }
`;

const resource = (name: string) => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name, namespace: "default", labels: { team: "orders" } },
  spec: {
    image: digest("0"),
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    flinkConfiguration: {
      "execution.checkpointing.interval": "2 s",
      "execution.checkpointing.dir": "s3://state/checkpoints",
      "execution.checkpointing.savepoint-dir": "s3://state/savepoints",
    },
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: {
      jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar",
      parallelism: 1,
      upgradeMode: "savepoint",
    },
  },
});

interface Found {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly image: string };
  readonly status?: { readonly lifecycleState?: string; readonly observedGeneration?: number };
}
const found = (spoke: string, name: string): Found =>
  world.spoke(spoke).api.read({ kind: "FlinkDeployment", namespace: "default", name }) as unknown as Found;

const isStable = ({ metadata, status }: Found): boolean =>
  status?.lifecycleState === "STABLE" && status.observedGeneration === metadata.generation;

/** Sweeps every two seconds, as a schedule that is quicker than any. */
async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  for (let second = 0; second < 90; second += 2) {
    if (await is()) return;
    await hub.sweep();
    await sleep(2000);
  }
  throw new Error(`not within 90 s: ${what}`);
}

const receiptsOf = async (change: string): Promise<readonly Told[]> =>
  (await hub.told()).filter((one) => one["detail-type"] === "change.completed" && one.detail["changeId"] === change);
const told = async (change: string): Promise<boolean> => (await receiptsOf(change)).length > 0;

/** Whoever tells it once more tells the same. */
function expectOneEach(receipts: readonly Told[], resources: number): void {
  const byId = Map.groupBy(receipts, ({ detail }) => detail["receiptId"]);
  expect(byId.size).toBe(resources);
  for (const same of byId.values()) for (const { detail } of same) expect(detail).toEqual(same[0]?.detail);
}

/** What was told of one change in one cluster: why it was refused, and its receipts by their ids. */
function outcome(events: readonly Told[], spoke: string, change: string) {
  const own = events.filter(
    ({ detail, resources }) =>
      detail["changeId"] === change && resources.includes(`${spoke}/default/FlinkDeployment/orders`),
  );
  const of = (type: string): readonly Told[] => own.filter((one) => one["detail-type"] === type);
  return {
    spoke,
    change,
    accepted: of("change.accepted").length > 0,
    refused: new Set(of("change.refused").map(({ detail }) => String(detail["because"]))),
    receipts: new Map(of("change.completed").map(({ detail }) => [detail["receiptId"], detail["result"]])),
  };
}

function explain(): void {
  for (const spoke of good) process.stderr.write(`${JSON.stringify(found(spoke, "orders").status)}\n`);
  for (const { settings, printed } of Object.values(hub.functions)) {
    process.stderr.write(`── ${settings.name}\n${printed.slice(-3000)}\n`);
  }
}

describe("the hub on emulated AWS, its bundles under Lambda's runtime client", { timeout: 180_000 }, () => {
  test("a schedule brings what is applied up, in each cluster that can be reached", async () => {
    onTestFailed(explain);
    for (const spoke of good) world.spoke(spoke).api.create(resource("orders"));
    await until("orders to run in both", () => good.every((spoke) => isStable(found(spoke, "orders"))));
    const events = await hub.told();
    const running = events.filter(({ detail }) => (detail["to"] as { jobState?: string }).jobState === "RUNNING");
    expect(new Set(running.flatMap(({ resources }) => resources))).toEqual(
      new Set(["east/default/FlinkDeployment/orders", "west/default/FlinkDeployment/orders"]),
    );
  });

  test("clusters that are down, slow, forbidden or without CRDs delay no other, and health tells of them", async () => {
    onTestFailed(explain);
    const ask = async (rawPath: string) => {
      const answer = await hub.functions.health.invoke({ rawPath });
      if (answer.kind !== "answered") throw new Error(JSON.stringify(answer));
      const { statusCode, body } = answer.payload as { statusCode: number; body: string };
      return { statusCode, body: JSON.parse(body) as Health };
    };
    const failed = async () => (await ask("/")).body.spokes.failingTotal;
    await until("a failed look at each that is in trouble", async () => (await failed()) === bad.length);
    expect(await ask("/ready")).toMatchObject({ statusCode: 200, body: { problems: [] } });
    const { statusCode, body } = await ask("/");
    expect(statusCode).toBe(503);
    expect(body).toMatchObject({ spokes: { total: 6 }, resources: { total: 2, stuck: 0 }, deadLetters: 0 });
    const { stale = [], failing = [] } = body.spokes;
    expect(stale.map(({ spoke }) => spoke).toSorted()).toEqual(bad.toSorted());
    expect(Object.fromEntries(failing.map(({ spoke, fault, because }) => [spoke, [fault, because]]))).toEqual({
      bare: ["missing", expect.stringContaining("not found")],
      down: ["unavailable", expect.stringContaining("connection refused")],
      forbidden: ["denied", expect.stringContaining("forbidden")],
      slow: ["unavailable", expect.stringContaining("no answer")],
    });
  });

  test("a request of CI is carried out once, and answered by one receipt, however often it is delivered", async () => {
    onTestFailed(explain);
    const request = {
      version: 1,
      changeId: "build-1",
      selector: { clusters: ["east"], labels: { team: "orders" } },
      image: digest("1"),
    };
    for (let copy = 0; copy < 10; copy += 1) await hub.request("redeploy.requested", request);
    await until("a receipt of build-1", () => told("build-1"));
    await until("orders to be stable", () => isStable(found("east", "orders")));
    expect(found("east", "orders")).toMatchObject({ metadata: { generation: 2 }, spec: { image: digest("1") } });
    expect(found("west", "orders")).toMatchObject({ metadata: { generation: 1 } });
    const receipts = await receiptsOf("build-1");
    expectOneEach(receipts, 1);
    expect(receipts[0]?.detail).toMatchObject({
      result: "succeeded",
      by: "ci",
      from: { image: digest("0"), generation: 1 },
      to: { image: digest("1"), generation: 2 },
      state: { kind: "savepoint" },
      attempts: 1,
    });
  });

  test("what a sender may not touch is refused, with the reason", async () => {
    onTestFailed(explain);
    await hub.request("redeploy.requested", {
      version: 1,
      changeId: "no-1",
      selector: { clusters: ["down"] },
      image: digest("2"),
    });
    const refused = async () =>
      (await hub.told()).filter((one) => one["detail-type"] === "change.refused" && one.detail["changeId"] === "no-1");
    await until("a refusal of no-1", async () => (await refused()).length > 0);
    expect((await refused())[0]?.detail).toMatchObject({ because: expect.stringContaining("ci") });
  });

  test("functions that are killed in whatever they do lose nothing and run nothing twice", async () => {
    onTestFailed(explain);
    for (const change of ["build-2", "build-3"]) {
      await hub.request("redeploy.requested", {
        version: 1,
        changeId: change,
        selector: { labels: { team: "orders" } },
        image: digest(change.at(-1) ?? ""),
      });
      for (let kill = 0; kill < 6; kill += 1) {
        await hub.sweep();
        await sleep(300 + chance.below(900));
        await hub.functions.reconcile.killOne();
        if (kill % 2 === 0) await hub.functions.trigger.killOne();
      }
      await until(`receipts of ${change}, seed ${seed}`, async () => {
        const ids = (await receiptsOf(change)).map(({ resources }) => resources.join());
        return new Set(ids).size === 2;
      });
    }
    await until("both to be stable", () => good.every((spoke) => isStable(found(spoke, "orders"))));
    for (const change of ["build-2", "build-3"]) {
      const receipts = await receiptsOf(change);
      expectOneEach(receipts, 2);
      expect(receipts.map(({ detail }) => detail["result"])).toEqual(receipts.map(() => "succeeded"));
    }
    expect(world.violations).toEqual([]);
  });

  test("changes that come tenfold and in any order are made in the order in which they were asked for", async () => {
    onTestFailed(explain);
    const before = Object.fromEntries(good.map((spoke) => [spoke, found(spoke, "orders").metadata.generation]));
    const start = Date.now();
    const changes = ["a", "b", "c", "d", "e"].map((digit, index) => ({
      version: 1,
      changeId: `shuffled-${digit}`,
      // What is asked for within one second is of the same time.
      requestedAt: new Date(start + index * 1000).toISOString(),
      selector: { names: ["orders"] },
      image: digest(digit),
    }));
    const copies = chance.shuffled(changes.flatMap((change) => Array.from({ length: 10 }, () => change)));
    for (const [index, change] of copies.entries()) {
      await hub.request("redeploy.requested", change);
      if (index % 10 === 0) for (let sweeps = 0; sweeps < 3; sweeps += 1) await hub.sweep();
    }
    const outcomes = async () => {
      const of = changes.map(({ changeId }) => changeId);
      const events = (await hub.told()).filter(({ detail }) => of.includes(String(detail["changeId"])));
      return good.flatMap((spoke) => of.map((change) => outcome(events, spoke, change)));
    };
    await until(`an end of each, seed ${seed}`, async () =>
      (await outcomes()).every(({ refused, receipts }) => refused.size > 0 || receipts.size > 0),
    );
    await until("both to be stable", () => good.every((spoke) => isStable(found(spoke, "orders"))));
    for (const { change, accepted, refused, receipts } of await outcomes()) {
      const told = { change, accepted, refused: refused.size > 0, receipts: receipts.size };
      expect(told).toEqual({ change, accepted, refused: !accepted, receipts: accepted ? 1 : 0 });
      for (const because of refused) expect(because).toContain("out of order");
    }
    for (const spoke of good) {
      const made = (await outcomes()).filter((one) => one.spoke === spoke && one.accepted);
      expect(made.at(-1)).toMatchObject({
        change: "shuffled-e",
        receipts: new Map([[expect.anything(), "succeeded"]]),
      });
      expect(found(spoke, "orders")).toMatchObject({
        metadata: { generation: (before[spoke] ?? 0) + made.length },
        spec: { image: digest("e") },
      });
    }
    expect(world.violations).toEqual([]);
  });
});
