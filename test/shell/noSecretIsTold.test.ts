import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FileRecordings } from "../../lib/adapters/system/fileRecordings.ts";
import { jsonLog } from "../../lib/adapters/system/jsonLog.ts";
import { flinkFleet } from "../../lib/cli/program.ts";
import { Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Log, Spoke } from "../../lib/ports/index.ts";
import { surroundings } from "../cli/surroundings.ts";
import { address, argument, mark, secretive, secretiveDefaults } from "../core/decisions/support/secrets.ts";
import type { Fields } from "../sequence/support/application.ts";
import { Scene } from "../sequence/support/scene.ts";
import { sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { instead } from "../support/instead.ts";

const folder = mkdtempSync(join(tmpdir(), "secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const kinds = ["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot"] as const;

/** Keeps whatever is told of decisions, in any place. */
class ToldScene extends Scene {
  readonly file = join(folder, `${(files += 1)}.jsonl`);
  readonly log: Log = jsonLog((line) => void this.lines.push(line), this.world.clock);
  readonly lines: string[] = [];
  readonly notes = new Set<string>();
  readonly #recordings = new FileRecordings(this.file);
  #through: (spoke: Spoke) => Spoke = (spoke) => spoke;

  override get ports(): Scene["ports"] {
    return { ...super.ports, defaults: secretiveDefaults, log: this.log, recordings: this.#recordings };
  }

  /** From now on. */
  standBetween(through: (spoke: Spoke) => Spoke): void {
    this.#through = through;
  }

  override async pass(): ReturnType<Scene["pass"]> {
    const swept = await super.pass(this.#through);
    for (const { fleet } of kinds.flatMap((kind) => this.spoke.api.list(kind).items).map(statusOf))
      for (const note of fleet?.decisions ?? []) this.notes.add(JSON.stringify(note));
    return swept;
  }

  edit(spec: Fields, name = "orders", kind: KubernetesObject["kind"] = "FlinkDeployment"): void {
    this.spoke.api.patch({ kind, namespace: "default", name }, { type: "merge", body: { spec } });
  }

  /** What a user is told of all that is there, and of all that was decided, also by other rules. */
  async said(): Promise<readonly string[]> {
    const [spoke] = await this.world.fleet.spokes();
    const spokes = spoke === undefined ? [] : [this.#through(spoke)];
    const { of, out, err } = surroundings({ spokes });
    const here = { ...of, clock: this.world.clock, ids: this.world.ids };
    const names = kinds.flatMap((kind) => this.names(kind));
    for (const more of [[], ["-o", "json"], ["--at", "10s"]]) await flinkFleet(["explain", ...names, ...more], here);
    const otherwise = `${this.file}.other`;
    writeFileSync(otherwise, readFileSync(this.file, "utf8").replaceAll('"rule":"', '"rule":"not-'));
    for (const more of [[], ["-o", "json"]]) await flinkFleet(["replay", this.file, otherwise, ...more], here);
    return [out(), err()];
  }
}

interface Status {
  readonly fleet?: { readonly decisions?: readonly object[] };
}
const statusOf = (object: KubernetesObject): Status => (object["status"] ?? {}) as Status;

async function expectNoSecret(scene: ToldScene): Promise<void> {
  const decisions = scene.lines.filter((line) => line.includes('"message":"Decision"'));
  expect(decisions.length).toBeGreaterThan(5);
  expect(scene.notes.size).toBeGreaterThan(2);
  const recordings = readFileSync(scene.file, "utf8");
  expect(recordings.length).toBeGreaterThan(10_000);
  const said = await scene.said();
  for (const told of ["What was decided:", "decided otherwise"]) expect(said.join("").includes(told), told).toBe(true);
  for (const text of [...scene.lines, ...scene.notes, recordings, ...said]) expect(around(text)).toBe("");
}

/** What stands around the first secret. */
function around(text: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? "" : text.slice(Math.max(0, at - 200), at + 100);
}

/** As Kubernetes quotes them: whole. */
function leavesOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

const of = { namespace: "default", name: "orders" };

describe("no secret is told, wherever users put one", () => {
  test("of an application that is upgraded, fails, and is given a spec that is wrong", async () => {
    const scene = new ToldScene();
    scene.apply(secretive({ configuration: { "kubernetes.operator.job.restart.failed": "true" } }));
    await scene.passFor(seconds(30));
    scene.spoke.failJob(of, `java.lang.Error: ${argument} was refused`);
    await scene.passFor(seconds(30), seconds(2));
    scene.edit({ image: "flink:1.20.1", job: { args: ["--password", `${mark}-another`], savepointTriggerNonce: 4 } });
    await scene.passFor(seconds(40), seconds(2));
    scene.edit({
      job: { parallelism: -1 },
      podTemplate: { spec: { containers: [{ name: "x", args: [`${mark}-new`] }] } },
    });
    await scene.passFor(seconds(20), seconds(2));
    await expectNoSecret(scene);
  });

  test("of an application that starts from an address with credentials", async () => {
    const scene = new ToldScene();
    scene.apply(secretive({ job: { initialSavepointPath: address("savepoints/savepoint-1") } }));
    await scene.passFor(seconds(30));
    scene.edit({ job: { initialSavepointPath: address("savepoints/savepoint-2"), savepointRedeployNonce: 3 } });
    await scene.passFor(minutes(1), seconds(4));
    await expectNoSecret(scene);
  });

  test("of a session job whose jar has an address with credentials, and cannot be had", async () => {
    const scene = new ToldScene();
    const jarURI = address("counts.jar");
    scene.apply(sessionCluster());
    scene.apply(sessionJob({ job: { jarURI, args: ["--token", argument] } }));
    await scene.passFor(seconds(30));
    scene.spoke.artifacts.put(jarURI, "a jar");
    await scene.passFor(minutes(1), seconds(4));
    scene.edit({ job: { jarURI: address("missing.jar") } }, "counts", "FlinkSessionJob");
    await scene.passFor(minutes(1), seconds(4));
    await expectNoSecret(scene);
  });

  test("where Kubernetes quotes what it refuses", async () => {
    const scene = new ToldScene();
    const object = secretive();
    const planted = leavesOf(object["spec"]).filter((text) => text.includes(mark));
    expect(planted.length).toBeGreaterThan(30);
    const refuse: Cluster["create"] = (created) => {
      if (created.kind !== "Deployment") return scene.spoke.cluster.create(created);
      const quoted = planted.map((text) => `Invalid value: ${JSON.stringify(text)}`).join(", ");
      const because = `Deployment.apps "orders" is invalid: spec.template: ${quoted}`;
      return Promise.reject(new Faulted({ kind: "rejected", what: "Deployment default/orders", because }));
    };
    scene.standBetween((spoke) => ({
      ...spoke,
      connect: async () => {
        const { cluster, ...rest } = await spoke.connect();
        return { ...rest, cluster: instead(cluster, { create: refuse }) };
      },
    }));
    scene.apply(object);
    await scene.passFor(minutes(3), seconds(5));
    await expectNoSecret(scene);
  });

  test("of a snapshot whose place has credentials", async () => {
    const scene = new ToldScene();
    scene.apply(secretive());
    await scene.passFor(seconds(30));
    scene.apply({
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkStateSnapshot",
      metadata: { namespace: "default", name: "manual", annotations: { "example.com/note": `${mark}-snapshot` } },
      spec: { jobReference: { kind: "FlinkDeployment", name: "orders" }, savepoint: { path: address("savepoints") } },
    } as KubernetesObject);
    await scene.passFor(seconds(40), seconds(4));
    await expectNoSecret(scene);
  });
});
