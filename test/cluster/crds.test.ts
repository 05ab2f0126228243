import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ApiException, KubeConfig, KubernetesObjectApi, PatchStrategy } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { definitions } from "../../lib/api/crd/definitions.ts";
import { readResource } from "../../lib/api/read.ts";
import { refusals } from "./resources/invalid.ts";
import { compared, examples } from "./resources/valid.ts";
import { eventually } from "./support/eventually.ts";
import { apply, kubeconfig, kubectl, kubectlWith } from "./support/rig.ts";

type Fields = Readonly<Record<string, unknown>>;

const cluster = "east";
const namespace = "crds";
const crds = fileURLToPath(new URL("../../infra/cluster/crds/", import.meta.url));

/** Filled before the first test. */
let api: KubernetesObjectApi;

beforeAll(async () => {
  await kubectl(cluster, "apply", "--server-side", "--force-conflicts", "-f", crds);
  const names = definitions.map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl(cluster, "wait", "--for=condition=Established", "--timeout=60s", ...names);
  await apply(cluster, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig(cluster));
  api = KubernetesObjectApi.makeApiClient(config);
});

afterAll(async () => {
  await kubectl(cluster, "delete", "namespace", namespace, "--timeout=120s");
});

const placed = (resource: Fields): Fields => ({
  ...resource,
  metadata: { ...(resource["metadata"] as Fields), namespace },
});
const create = (resource: Fields, dryRun?: "All"): Promise<unknown> => api.create(placed(resource), undefined, dryRun);

/** What the API server said when it refused; "accepted" when it did not. */
async function refusal(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "accepted";
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    const body: unknown = typeof error.body === "string" ? JSON.parse(error.body) : error.body;
    return z.looseObject({ message: z.string() }).parse(body).message;
  }
}

describe("the CRDs", () => {
  test("are all there is in their folder", () => {
    expect(readdirSync(crds)).toHaveLength(definitions.length);
  });

  const valid = [...examples, ...compared];

  test.for(valid)("accept $kind $metadata.name, and lose nothing of it", async (resource) => {
    const { spec } = z.object({ spec: z.unknown() }).partial().parse(resource);
    expect(await create(resource)).toMatchObject(spec === undefined ? {} : { spec });
  });

  test("give back what our schemas can read", async () => {
    const kinds = definitions.map(({ metadata }) => metadata.name).join(",");
    const listed: unknown = JSON.parse(await kubectl(cluster, "get", kinds, "-n", namespace, "-o", "json"));
    const { items } = z.object({ items: z.array(z.unknown()) }).parse(listed);
    expect(items).toHaveLength(valid.length);
    expect(items.map(readResource).filter(({ kind }) => kind === "invalid")).toEqual([]);
  });

  test.for(refusals)("refuse $because", async ({ resource, says }) => {
    expect(await refusal(create(resource, "All"))).toContain(says);
  });
});

const apiVersion = "flink.apache.org/v1beta1";
const job = { jarURI: "local:///opt/flink/job.jar", parallelism: 1 };
const spec = { image: "flink:1.20", flinkVersion: "v1_20", serviceAccount: "flink", job };
const deployed = (last: Fields): Fields => ({
  reconciliationStatus: { lastReconciledSpec: JSON.stringify({ spec: last }) },
});
const redeployed = { ...job, savepointRedeployNonce: 1 };

interface Change {
  readonly when: string;
  readonly kind: "FlinkDeployment" | "FlinkSessionJob";
  readonly from: Fields;
  readonly status: Fields;
  readonly patch: Fields;
  readonly says: string;
}

const anew = "delete the resource and create it anew";
const onSession = { deploymentName: "one", job };
const changes: readonly Change[] = [
  {
    when: "a job cluster that was deployed becomes a session cluster",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job }),
    patch: { spec: { job: null } },
    says: `cannot switch from job to session cluster: ${anew}`,
  },
  {
    when: "a session cluster that was deployed gets a job",
    kind: "FlinkDeployment",
    from: { ...spec, job: undefined },
    status: deployed({ job: null }),
    patch: { spec: { job } },
    says: `cannot switch from session to job cluster: ${anew}`,
  },
  {
    when: "a job cluster that was never deployed becomes a session cluster",
    kind: "FlinkDeployment",
    from: spec,
    status: {},
    patch: { spec: { job: null } },
    says: "accepted",
  },
  {
    when: "it goes back to the session cluster that was deployed",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job: null }),
    patch: { spec: { job: null } },
    says: "accepted",
  },
  {
    when: "native becomes standalone",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job, mode: null }),
    patch: { spec: { mode: "standalone" } },
    says: `cannot switch from native to standalone mode: ${anew}`,
  },
  {
    when: "standalone becomes native",
    kind: "FlinkDeployment",
    from: { ...spec, mode: "standalone" },
    status: deployed({ job, mode: "standalone" }),
    patch: { spec: { mode: null } },
    says: `cannot switch from standalone to native mode: ${anew}`,
  },
  {
    when: "native is written out",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job, mode: null }),
    patch: { spec: { mode: "native" } },
    says: "accepted",
  },
  {
    when: "it goes back to the standalone mode that was deployed",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job, mode: "standalone" }),
    patch: { spec: { mode: "standalone" } },
    says: "accepted",
  },
  {
    when: "a redeployment is asked for without a savepoint",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job }),
    patch: { spec: { job: redeployed } },
    says: "initialSavepointPath is empty: write the savepoint to redeploy from",
  },
  {
    when: "a redeployment is asked for with a savepoint",
    kind: "FlinkDeployment",
    from: spec,
    status: deployed({ job }),
    patch: { spec: { job: { ...redeployed, initialSavepointPath: "s3://b/savepoint-1" } } },
    says: "accepted",
  },
  {
    when: "a session job that was deployed moves to another cluster",
    kind: "FlinkSessionJob",
    from: onSession,
    status: deployed({ job, deploymentName: "one" }),
    patch: { spec: { deploymentName: "two" } },
    says: "accepted",
  },
];

describe("a change", () => {
  test.for(changes.map((change, index) => ({ ...change, name: `change-${index}` })))(
    "$when: $says",
    async ({ kind, from, status, patch, says, name }) => {
      await create({ apiVersion, kind, metadata: { name }, spec: from });
      const plural = `${kind.toLowerCase()}s.flink.apache.org`;
      const written = JSON.stringify({ status });
      await kubectl(
        cluster,
        "patch",
        plural,
        name,
        "-n",
        namespace,
        "--subresource=status",
        "--type=merge",
        "-p",
        written,
      );
      const object = { apiVersion, kind, metadata: { name, namespace }, ...patch };
      const asked = api.patch(object, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
      expect(await refusal(asked)).toContain(says);
    },
  );
});

describe("what was stored under the Apache operator's CRDs", () => {
  /** They check types and enums only: ours without the rules. */
  const withoutRules = JSON.parse(
    JSON.stringify(definitions, (key, value: unknown) => (key === "x-kubernetes-validations" ? undefined : value)),
  ) as readonly object[];
  /** Other definitions count a moment after they were written: a resource without a version tells when. */
  const define = async (items: readonly object[], answer: string): Promise<void> => {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await kubectlWith(kubeconfig(cluster), ["replace", "-f", "-"], list);
    const probe = { apiVersion, kind: "FlinkDeployment", metadata: { name: "probe" }, spec: { job } };
    const look = (): Promise<string> => refusal(create(probe, "All"));
    await eventually(`the API server to say: ${answer}`, look, (said) => said.includes(answer), 30);
  };

  test("stays writable where an update leaves the invalid spec as it is", async () => {
    const name = "old-".padEnd(60, "x");
    const flawed = { ...spec, serviceAccount: undefined, flinkConfiguration: { "kubernetes.cluster-id": "x" } };
    await define(withoutRules, "accepted");
    await create({ apiVersion, kind: "FlinkDeployment", metadata: { name }, spec: flawed });
    await define(definitions, "flinkVersion must be defined");

    const target = [`flinkdeployment/${name}`, "-n", namespace] as const;
    await kubectl(cluster, "label", ...target, "a=b");
    await kubectl(
      cluster,
      "patch",
      ...target,
      "--subresource=status",
      "--type=merge",
      "-p",
      '{"status":{"error":"seen"}}',
    );
    const [stored] = z
      .tuple([z.looseObject({ metadata: z.looseObject({ labels: z.unknown() }), status: z.unknown() })])
      .parse([JSON.parse(await kubectl(cluster, "get", ...target, "-o", "json"))]);
    expect(stored).toMatchObject({ metadata: { labels: { a: "b" } }, status: { error: "seen" } });
    const image = kubectl(cluster, "patch", ...target, "--type=merge", "-p", '{"spec":{"image":"flink:1.20.1"}}');
    await expect(image).rejects.toThrow("serviceAccount must be defined");
  });
});

describe("kubectl", () => {
  const name = "shown";

  test("shows the columns, scales, and keeps what no schema knows in pod templates and status.fleet", async () => {
    const podTemplate = { spec: { containers: [{ name: "flink-main-container", ofTomorrow: [1] }] } };
    await create({
      apiVersion,
      kind: "FlinkDeployment",
      metadata: { name },
      spec: { ...spec, mode: "standalone", podTemplate },
    });
    const condition = {
      type: "Ready",
      status: "True",
      reason: "Running",
      message: "m",
      lastTransitionTime: "2026-01-01T00:00:00Z",
    };
    const status = {
      lifecycleState: "STABLE",
      jobStatus: { state: "RUNNING" },
      conditions: [condition],
      fleet: { intent: { ofTomorrow: true } },
    };
    const target = ["flinkdep", name, "-n", namespace] as const;
    await kubectl(
      cluster,
      "patch",
      ...target,
      "--subresource=status",
      "--type=merge",
      "-p",
      JSON.stringify({ status }),
    );
    await kubectl(cluster, "scale", ...target, "--replicas=3");

    const stored: unknown = JSON.parse(await kubectl(cluster, "get", ...target, "-o", "json"));
    expect(stored).toMatchObject({ spec: { podTemplate, taskManager: { replicas: 3 } }, status });
    const [header, row] = (await kubectl(cluster, "get", ...target)).split("\n");
    expect(header).toMatch(/^NAME +JOB STATUS +LIFECYCLE STATE +AGE$/);
    expect(row).toMatch(/^shown +RUNNING +STABLE +\d+s$/);
    await expect(kubectl(cluster, "scale", ...target, "--replicas=0")).rejects.toThrow("must be 1 or more");
  });
});
