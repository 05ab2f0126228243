import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { stringify } from "yaml";
import { eventually } from "./support/eventually.ts";
import { fleetConfig, flinkFleet, runFleet, type RunningFleet } from "./support/fleet.ts";
import { kubectl, rigHome } from "./support/rig.ts";
import { SessionOnRig } from "./support/sessionOnRig.ts";
import { waves } from "./support/waves.ts";

const names = ["fetched", "in-image", "on-class-path"] as const;

let fleet: RunningFleet;
let server: Server;
let sessions: readonly SessionOnRig[] = [];
/** What the server hands out: known once a session has run. */
let jar = "";

beforeAll(async () => {
  server = createServer((_, response) => createReadStream(jar).pipe(response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const config = await fleetConfig("session");
  const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", config, "--all-contexts");
  if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  fleet = runFleet({ fleet: await fleetFile(config) });
});

afterAll(async () => {
  await fleet.stop();
  server.close();
});

const port = (): number => (server.address() as AddressInfo).port;

/** Jars by http, from this machine: both are forbidden unless the fleet file says otherwise. */
async function fleetFile(kubeconfig: string): Promise<string> {
  const path = join(rigHome, "session-fleet.yaml");
  const file = {
    clusters: Object.fromEntries(["east", "west"].map((context) => [context, { kubeconfig, context }])),
    artifacts: { allowedHosts: [`127.0.0.1:${port()}`] },
    defaults: {
      flinkConfiguration: { "kubernetes.operator.user.artifacts.allowed-schemes": "https;http;local" },
    },
  };
  await writeFile(path, stringify(file));
  return path;
}

async function explain(): Promise<void> {
  process.stderr.write(fleet.printed().split("\n").slice(-60).join("\n"));
  for (const { kind, namespace } of sessions) {
    const shown = "flinkdep,flinksessionjobs,pods,events";
    process.stderr.write(await kubectl(kind.cluster, "get", shown, "-n", namespace.name));
    process.stderr.write(await kubectl(kind.cluster, "get", "flinksessionjobs", "-n", namespace.name, "-o", "yaml"));
  }
}

type Act = (session: SessionOnRig) => Promise<void>;

/** Jars come from a server, from the image and from nowhere. */
async function submitted(session: SessionOnRig): Promise<void> {
  await session.create("shared");
  await session.untilClusterUp("shared");
  jar = session.jarFile;
  const jars = [`http://127.0.0.1:${port()}/rig-job.jar`, "local:///data/upload/flink-web-upload/rig-job.jar", null];
  for (const [index, name] of names.entries()) await session.submit(name, "shared", jars[index] ?? null);
  const ids = await Promise.all(names.map(async (name) => (await session.untilUp(name)).status.jobStatus?.jobId));
  expect(new Set(await session.underWay("shared"))).toEqual(new Set(ids));
}

async function upgraded(session: SessionOnRig): Promise<void> {
  const { length } = await session.runs("fetched");
  await session.untilCheckpoint("fetched");
  await session.patch("FlinkSessionJob", "fetched", { restartNonce: 1 });
  const run = await session.untilStarted("fetched", length);
  const { status } = await session.untilUp("fetched");
  const before = (await session.runs("fetched")).at(length - 1);
  expect(run.startTotal).toBe(before?.lastTotal);
  expect(await session.underWay("shared")).toContain(status.jobStatus?.jobId);
  expect(await session.underWay("shared")).toHaveLength(3);
}

async function suspendedAndResumed(session: SessionOnRig): Promise<void> {
  const { length } = await session.runs("in-image");
  await session.patch("FlinkSessionJob", "in-image", { job: { state: "suspended" } });
  await session.until("in-image", "to be suspended", ({ status }) => status.lifecycleState === "SUSPENDED");
  expect(await session.underWay("shared")).toHaveLength(2);
  await session.patch("FlinkSessionJob", "in-image", { job: { state: "running", upgradeMode: "last-state" } });
  const run = await session.untilStarted("in-image", length);
  await session.untilUp("in-image");
  expect(run.startTotal).toBe((await session.runs("in-image")).at(length - 1)?.lastTotal);
}

/** It belongs to the cluster; the jobs and their JobManager see nothing of it. */
async function ingressOfTheCluster(session: SessionOnRig): Promise<void> {
  const before = new Set(await session.underWay("shared"));
  const pods = new Set(await session.namesOf("Pod"));
  const made = await session.ingress("shared", {
    template: "flink.example.com/{{namespace}}/{{name}}(/|$)(.*)",
    className: "nginx",
    annotations: { "nginx.ingress.kubernetes.io/rewrite-target": "/$2", removed: "later" },
    labels: { team: "orders" },
    tls: [{ hosts: ["flink.example.com"], secretName: "flink-tls" }],
  });
  expect(made).toMatchObject({
    metadata: {
      labels: { team: "orders", component: "ingress" },
      annotations: { "nginx.ingress.kubernetes.io/rewrite-target": "/$2", removed: "later" },
    },
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: ["flink.example.com"], secretName: "flink-tls" }],
      rules: [
        {
          host: "flink.example.com",
          http: { paths: [{ path: `/${session.namespace.name}/shared(/|$)(.*)`, pathType: "ImplementationSpecific" }] },
        },
      ],
    },
  });
  const changed = await session.ingress("shared", {
    template: "{{name}}.example.com",
    annotations: { removed: null, added: "now" },
    labels: null,
    tls: null,
  });
  expect(changed?.metadata).toMatchObject({
    uid: made?.metadata.uid,
    labels: { component: "ingress" },
    annotations: { added: "now" },
  });
  expect(changed?.metadata.labels).not.toHaveProperty("team");
  expect(changed?.metadata.annotations).not.toHaveProperty("removed");
  expect(changed?.["spec"]).toMatchObject({ rules: [{ host: "shared.example.com" }] });
  expect(changed?.["spec"]).not.toHaveProperty("tls");
  expect(await session.ingress("shared", null)).toBeUndefined();
  expect(new Set(await session.underWay("shared"))).toEqual(before);
  expect(new Set(await session.namesOf("Pod"))).toEqual(pods);
}

/** High availability brings all of them back. */
async function killed(session: SessionOnRig): Promise<void> {
  const before = await Promise.all(names.map(async (name) => (await session.runs(name)).length));
  const totals = await Promise.all(names.map((name) => session.untilCheckpoint(name)));
  await session.killJobManager("shared");
  for (const [index, name] of names.entries()) {
    const run = await session.untilStarted(name, before[index] ?? 0);
    expect(run.startTotal).toBeGreaterThanOrEqual(totals[index] ?? 0);
  }
  for (const name of names) await session.untilUp(name);
}

async function deploymentDeleted(session: SessionOnRig): Promise<void> {
  const before = await Promise.all(names.map(async (name) => (await session.runs(name)).length));
  const totals = await Promise.all(names.map((name) => session.untilCheckpoint(name)));
  await session.remove("Deployment", "shared");
  for (const [index, name] of names.entries()) {
    const run = await session.untilStarted(name, before[index] ?? 0);
    expect(run.startTotal).toBeGreaterThanOrEqual(totals[index] ?? 0);
  }
  await session.untilClusterUp("shared");
  for (const name of names) await session.untilUp(name);
}

/** Those that ask for savepoints are stopped with one before the cluster goes, the other one comes back with it. */
async function clusterChanged(session: SessionOnRig): Promise<void> {
  const before = await Promise.all(names.map(async (name) => (await session.runs(name)).length));
  await Promise.all(names.map((name) => session.untilCheckpoint(name)));
  await session.patch("FlinkDeployment", "shared", { restartNonce: 1 });
  const runs = await Promise.all(names.map((name, index) => session.untilStarted(name, before[index] ?? 0)));
  await session.untilClusterUp("shared");
  for (const name of names) await session.untilUp(name);
  for (const [index, name] of names.entries()) {
    const last = (await session.runs(name)).at((before[index] ?? 0) - 1);
    if (name === "in-image") expect(runs[index]?.job).toBe(last?.job);
    else expect(runs[index]?.startTotal).toBe(last?.lastTotal);
  }
}

/** Jobs are cancelled, then their cluster may go; none of it is left. */
async function gone(session: SessionOnRig): Promise<void> {
  await session.remove("FlinkDeployment", "shared");
  await session.remove("FlinkSessionJob", "fetched");
  await eventually(
    "the first job to go",
    () => session.namesOf("FlinkSessionJob"),
    (left) => left.length === 2,
    60,
  );
  expect(await session.underWay("shared")).toHaveLength(2);
  for (const name of ["in-image", "on-class-path"]) await session.remove("FlinkSessionJob", name);
  await eventually(
    "everything to go",
    async () => [...(await session.namesOf("FlinkDeployment")), ...(await session.namesOf("Pod"))],
    (left) => left.length === 0,
    120,
  );
}

/** As in upgrade.test.ts: an act goes by Flink's version or by the mode, and either wave has both of each. */
const lives: Readonly<Record<keyof typeof waves, Readonly<Record<string, Act>>>> = {
  "Flink 1.20 native, 2.1 standalone": {
    "three jobs are submitted": submitted,
    "one is upgraded with a savepoint": upgraded,
    "one is suspended, and resumed with another upgrade mode": suspendedAndResumed,
    "the Ingress of their cluster comes, changes and goes": ingressOfTheCluster,
    "their cluster is changed": clusterChanged,
    "all is deleted": gone,
  },
  "Flink 1.20 standalone, 2.1 native": {
    "three jobs are submitted": submitted,
    "the JobManager is killed under them": killed,
    "the JobManager's Deployment is deleted under them": deploymentDeleted,
    "all is deleted": gone,
  },
};

describe.for(Object.entries(waves))("jobs on session clusters: %s", ([wave, kinds]) => {
  beforeAll(async () => {
    sessions = await Promise.all(kinds.map((kind) => SessionOnRig.in(kind)));
  });

  afterAll(() => Promise.all(sessions.map((session) => session.close())));

  test.for(Object.entries(lives[wave as keyof typeof waves]))("%s", async ([act, does]) => {
    onTestFailed(explain);
    await Promise.all(
      sessions.map(async (session) => {
        const start = performance.now();
        await does(session);
        const took = ((performance.now() - start) / 1000).toFixed(1);
        process.stderr.write(`  ${took.padStart(6)} s  ${session.kind.version} ${session.kind.mode}: ${act}\n`);
      }),
    );
    for (const session of sessions) expect(await session.faults()).toEqual([]);
  });
});
