/**
 * `npm run bench [-- -o json]`: what the hub does for a simulated fleet of 1,000 resources, in counts and not in seconds. With `-o json`, what
 * docs/cost.json holds.
 */
import { parseArgs } from "node:util";
import { minutes, seconds } from "../../lib/core/time.ts";
import { Calls } from "./calls.ts";
import { Hub } from "./hub.ts";
import { type Measured, measure } from "./measured.ts";
import { mixed, ofHundred } from "./mix.ts";
import { SimulatedClusters } from "./simulatedClusters.ts";

const { output } = parseArgs({ options: { output: { type: "string", short: "o", default: "table" } } }).values;
const clusterCount = 10;
const spokes = Array.from({ length: clusterCount }, (_, index) => `cluster-${index}`);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const clusters = new SimulatedClusters({ spokes, start: Date.UTC(2026, 0, 1), objects: mixed(1) });
const { servers = {} } = await clusters.ask({ kind: "servers" });
const hub = new Hub(clusters, servers);
const parts = { hub, calls: new Calls(), clusters };

interface Resource {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly lifecycleState?: string; readonly jobStatus?: { readonly state?: string } };
}

async function notSteady(): Promise<readonly string[]> {
  const of = async (kind: "FlinkDeployment" | "FlinkSessionJob") =>
    ((await clusters.ask({ kind: "objects", of: kind })).objects ?? []) as readonly Resource[];
  const all = [...(await of("FlinkDeployment")), ...(await of("FlinkSessionJob"))];
  return all.filter(({ status }) => status?.lifecycleState !== "STABLE").map(({ metadata }) => metadata.name);
}

async function expectSteady(after: string): Promise<void> {
  const names = await notSteady();
  if (names.length > 0) throw new Error(`not STABLE after ${after}: ${names.slice(0, 5).join(", ")} …`);
}

say(`Bringing up ${100 * clusterCount} resources in ${clusterCount} simulated clusters …`);
await hub.sweep();
await hub.answerAll();
await clusters.advance(minutes(1));
await expectSteady("they were brought up");
// What has just come up has still something to be told.
await hub.sweep();
await hub.answerAll();

const quiet = async (): Promise<void> => {
  await hub.sweep();
  await hub.answerAll();
};
const upgraded = { kind: "FlinkDeployment", namespace: "default", name: "native-0" } as const;
const redeployed = "native-1";

say("A quiet sweep …");
const [quietSweep, quietCpu] = await measure(parts, quiet);
await clusters.advance(seconds(30));
const [health] = await measure(parts, () => hub.health());
say("One upgrade with a savepoint …");
const [upgrade, upgradeCpu] = await measure(parts, async () => {
  await clusters.ask({ kind: "edit", spoke: "cluster-0", ref: upgraded, spec: { restartNonce: 1 } });
  hub.wake({ spoke: "cluster-0", resource: upgraded });
  await hub.answerAll();
});
await expectSteady("an upgrade");
say("One redeployment that CI asks for …");
const [redeploy] = await measure(parts, async () => {
  const selector = { clusters: ["cluster-1"], names: [redeployed] };
  const image = `registry.example.com/orders@sha256:${"a".repeat(64)}`;
  await hub.request("redeploy.requested", { version: 1, changeId: "build-1", selector, image });
  await hub.answerAll();
});
await expectSteady("a redeployment");
await clusters.close();

const times = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count * clusterCount]));
const counts = {
  fleet: { clusters: clusterCount, resources: 100 * clusterCount, ...times(ofHundred) },
  quietSweep,
  health,
  upgrade,
  redeploy,
};

if (output === "json") process.stdout.write(`${JSON.stringify(counts, undefined, 2)}\n`);
else {
  const shown: Readonly<Record<string, Measured>> = { quietSweep, health, upgrade, redeploy };
  for (const [what, measured] of Object.entries(shown)) {
    console.log(`\n${what}`);
    console.table(flat(measured));
  }
}
const perLook = quietCpu / clusterCount;
say(
  `CPU time of this machine: ${perLook.toFixed(0)} ms for a quiet look at 100 resources, ${upgradeCpu.toFixed(0)} ms for an upgrade`,
);

/** `invocations.sweep` → 1. */
function flat(measured: object): Readonly<Record<string, number>> {
  const entries = Object.entries(measured).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "number"
      ? [[name, value]]
      : Object.entries(value as object).map(([of, count]) => [`${name}.${of}`, count]),
  );
  return Object.fromEntries(entries) as Readonly<Record<string, number>>;
}
