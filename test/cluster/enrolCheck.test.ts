import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { stringify } from "yaml";
import { contextAccess } from "../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../lib/adapters/kubeconfig/kubeconfig.ts";
import { applyAny } from "../../lib/adapters/kubernetes/applyAny.ts";
import { Connection } from "../../lib/adapters/kubernetes/connection.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { type Definition, definitions } from "../../lib/api/crd/definitions.ts";
import type { Check } from "../../lib/core/enrolment/check.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { fleetRights, type Rule } from "../../lib/core/rights.ts";
import { useAccount } from "../aws/support/account.ts";
import { type MotoServer, startMoto } from "../aws/support/motoServer.ts";
import { AccessEntries } from "./support/accessEntries.ts";
import { type ControlPlane, startControlPlane } from "./support/controlPlane.ts";
import { eventually } from "./support/eventually.ts";
import { flinkFleet } from "./support/fleet.ts";

const name = "check";
const namespace = "payments";
const region = "eu-west-1";
const role = "arn:aws:iam::111111111111:role/flink-fleet";
const externalId = "flink-fleet-check";
const entry = { externalId, groups: ["flink-fleet"] };
const cure = "Somebody with rights to the cluster: flink-fleet enrol --apply --context CONTEXT";

/** Filled before the first test. */
let plane: ControlPlane;
let moto: MotoServer;
let admin: Connection;
let access: AccessEntries;
let folder: string;
let fleetFile: string;

beforeAll(async () => {
  moto = await startMoto();
  useAccount(region, moto.url);
  plane = await startControlPlane({ name, apiserverFlags: [] });
  const file = readKubeconfig(plane.kubeconfig);
  admin = new Connection(contextAccess(file, name, systemClock.now()));
  const enrolled = await flinkFleet("enrol", "--apply", ...ofAdmin, plane.kubeconfig, "-n", namespace);
  if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  access = new AccessEntries(name, moto.url);
  access.entries.set(role, entry);
  // Where rig/control.sh has its API server ask.
  await access.listen(Number(new URL(admin.server).port) + 3);
  folder = await mkdtemp(join(tmpdir(), "enrol-check-"));
  fleetFile = join(folder, "fleet.yaml");
  const found = file.config.getCurrentCluster();
  const server = { endpoint: found?.server, certificateAuthority: found?.caData };
  const spoke = { ...server, region, roleArn: role, externalId, clusterName: name, namespaces: [namespace] };
  await writeFile(fleetFile, stringify({ clusters: { prod: spoke } }));
});

afterAll(async () => {
  access?.close();
  await plane?.stop();
  await moto?.stop();
  vi.unstubAllEnvs();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

const ofAdmin = ["--context", name, "--kubeconfig"] as const;

interface Checked {
  readonly code: number;
  readonly steps: readonly Check[];
}

async function check(...where: readonly string[]): Promise<Checked> {
  const { code, out } = await flinkFleet("enrol", "--check", "-o", "json", ...where);
  const { clusters } = JSON.parse(out) as { readonly clusters: readonly Checked[] };
  return { code, steps: clusters.flatMap(({ steps }) => steps) };
}

const ours = (): Promise<Checked> => check("--fleet", fleetFile);
const failures = ({ steps }: Checked): readonly Check[] => steps.filter(({ kind }) => kind === "failed");

/** A Role and a definition count a moment after they were written. */
const until = (isThere: (seen: Checked) => boolean): Promise<Checked> => eventually("the check", ours, isThere, 60);
const untilWell = (): Promise<Checked> => until(({ code }) => code === 0);
const untilFailed = (): Promise<Checked> => until(({ code }) => code !== 0);

/** What is broken is whole again for the next test. */
function afterwards(mend: () => unknown): void {
  onTestFinished(async () => {
    await mend();
    await untilWell();
  });
}

const giveRights = (rules: readonly Rule[]): Promise<unknown> =>
  applyAny(admin, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "flink-fleet", namespace },
    rules,
  });

const without = (resource: string, verb: string): readonly Rule[] =>
  fleetRights
    .map((rule) =>
      rule.resources.includes(resource) ? { ...rule, verbs: rule.verbs.filter((v) => v !== verb) } : rule,
    )
    .filter(({ verbs }) => verbs.length > 0);

const define = async (): Promise<void> => {
  for (const definition of definitions) await applyAny(admin, { ...definition });
};

/** As before there were standalone clusters, or rules that speak of them. */
const older = (definition: Definition): KubernetesObject =>
  JSON.parse(
    JSON.stringify(definition, (key, value: unknown) =>
      key === "mode" || key === "x-kubernetes-validations" ? undefined : value,
    ),
  );

const deployments = "flinkdeployments.flink.apache.org";
const snapshots = "flinkstatesnapshots.flink.apache.org";
const undefine = (of: string): Promise<unknown> =>
  admin.send({ method: "DELETE", path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${of}`, what: of });

describe("enrol --check against an API server that asks about tokens as EKS does", () => {
  test("all is well where the cluster is enrolled, and Flink is not up to be asked", async () => {
    const { code, steps } = await untilWell();
    expect(code).toBe(0);
    const way = steps.filter(({ step }) => step !== "rights" && step !== "definitions");
    expect(way.map(({ step, kind }) => `${step} ${kind}`)).toEqual([
      "credentials passed",
      "role passed",
      "cluster passed",
      "token passed",
      "network passed",
      "identity passed",
      "proxy skipped",
    ]);
    const says = steps.map((one) => (one.kind === "passed" ? one.says : one.because));
    expect(says).toContainEqual(expect.stringMatching(/^127\.0\.0\.1:\d+, Kubernetes v1\./));
    expect(says).toContainEqual(expect.stringMatching(/assumed-role\/flink-fleet\/.*, in flink-fleet/));
    expect(says.filter((one) => one === "served, with all fields")).toHaveLength(3);
    expect(steps.filter(({ step, kind }) => step === "rights" && kind === "passed")).toHaveLength(fleetRights.length);
  });

  test("all is well for an administrator by a kubeconfig", async () => {
    const seen = await check(...ofAdmin, plane.kubeconfig, "-n", namespace);
    expect(failures(seen)).toEqual([]);
    expect(seen.code).toBe(0);
  });

  test.for([
    { verb: "patch", resource: "flinkdeployments/status", of: "flinkdeployments/status.flink.apache.org" },
    { verb: "delete", resource: "deployments", of: "deployments.apps" },
    { verb: "update", resource: "services/proxy", of: "services/proxy" },
  ])("a Role without $verb of $resource", async ({ verb, resource, of }) => {
    afterwards(() => giveRights(fleetRights));
    await giveRights(without(resource, verb));
    expect(failures(await untilFailed())).toEqual([
      {
        step: "rights",
        what: `${of} in ${namespace}`,
        kind: "failed",
        because: `may not ${verb}`,
        cure: `${cure} -n ${namespace}.`,
      },
    ]);
  });

  test("a definition that is older than ours", async () => {
    afterwards(define);
    for (const definition of definitions) await applyAny(admin, older(definition));
    expect(failures(await untilFailed())).toEqual([
      {
        step: "definitions",
        what: `${deployments} (v1beta1)`,
        kind: "failed",
        because: "is of another version: it does not know spec.mode",
        cure: `${cure}.`,
      },
    ]);
  });

  test("a definition that is not there, said to whoever may not ask for it and to whoever may", async () => {
    afterwards(define);
    await undefine(snapshots);
    const failed = { step: "definitions", what: `${snapshots} (v1beta1)`, kind: "failed" };
    const because = "is not served: not installed, or not established yet";
    expect(failures(await untilFailed())).toEqual([{ ...failed, because, cure: `${cure}.` }]);
    const seen = await check(...ofAdmin, plane.kubeconfig, "-n", namespace);
    const own = `${cure.replace("CONTEXT", name)}.`;
    expect(failures(seen)).toEqual([{ ...failed, because: "is not installed", cure: own }]);
    expect(seen.code).toBe(2);
  });

  test("an access entry with another group", async () => {
    afterwards(() => access.entries.set(role, entry));
    access.entries.set(role, { ...entry, groups: ["auditors"] });
    const failed = failures(await untilFailed());
    expect(failed).toHaveLength(fleetRights.length);
    const group = "Whoever asked is not in the group flink-fleet: the access entry has to name it.";
    expect(failed.map((one) => (one.kind === "failed" ? one.cure : ""))).toEqual(
      failed.map(() => `${cure} -n ${namespace}. ${group}`),
    );
  });

  test("no access entry", async () => {
    afterwards(() => access.entries.set(role, entry));
    access.entries.delete(role);
    const seen = await untilFailed();
    expect(failures(seen)).toEqual([
      {
        step: "identity",
        what: "whoever has these credentials",
        kind: "failed",
        because: "Unauthorized",
        cure: expect.stringContaining("aws eks create-access-entry"),
      },
    ]);
    const after = seen.steps.slice(seen.steps.findIndex(({ step }) => step === "identity") + 1);
    expect(after.map(({ step, kind }) => `${step} ${kind}`)).toEqual([
      "definitions skipped",
      "rights skipped",
      "proxy skipped",
    ]);
  });
});
