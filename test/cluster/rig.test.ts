import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { startControlPlane } from "./support/controlPlane.ts";
import { dataInPods, flinkDataVolume } from "./support/flinkDataVolume.ts";
import { type FlinkNamespace, makeNamespace } from "./support/namespace.ts";
import { type ClusterName, apply, flinkImages, kubeconfig, kubectl, kubectlWith } from "./support/rig.ts";
import { eventually } from "./support/eventually.ts";
import { standaloneSession } from "./support/standaloneSession.ts";

const clusters: readonly ClusterName[] = ["east", "west"];

describe("the rig", () => {
  test.for(clusters)("%s answers, and is not the other one", async (cluster) => {
    expect(await kubectlWith(kubeconfig(cluster), ["get", "--raw", "/readyz"])).toBe("ok");
    expect(await kubectl(cluster, "get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")).toBe(`${cluster}-node`);
  });

  test("a control plane of a test's own takes further flags", async () => {
    const flag = "--runtime-config=autoscaling/v1=false";
    const own = await startControlPlane({ name: "own", apiserverFlags: [flag] });
    try {
      expect((await kubectlWith(own.kubeconfig, ["api-versions"])).split("\n")).not.toContain("autoscaling/v1");
      expect((await kubectl("east", "api-versions")).split("\n")).toContain("autoscaling/v1");
    } finally {
      await own.stop();
    }
  });
});

describe.for(clusters)("the node of %s", (cluster) => {
  let namespace: FlinkNamespace;
  beforeAll(async () => {
    namespace = await makeNamespace(cluster, "rig");
  });
  afterAll(() => namespace.remove());

  test("runs a pod that finds the API server by name and shares a folder with the test", async () => {
    const { volumes, volumeMounts } = flinkDataVolume(namespace);
    const look = `getent hosts kubernetes.default.svc.cluster.local
      curl -sk -o /dev/null -w '%{http_code}' https://kubernetes.default.svc
      echo written > ${dataInPods}/seen`;
    await apply(cluster, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "look", namespace: namespace.name },
      spec: {
        restartPolicy: "Never",
        volumes,
        containers: [
          {
            name: "look",
            image: flinkImages.v1_20,
            imagePullPolicy: "Never",
            command: ["bash", "-c", look],
            volumeMounts,
          },
        ],
      },
    });
    await kubectl(
      cluster,
      "wait",
      "-n",
      namespace.name,
      "pod/look",
      "--for=jsonpath={.status.phase}=Succeeded",
      "--timeout=60s",
    );
    const address = await kubectl(cluster, "get", "service", "kubernetes", "-o", "jsonpath={.spec.clusterIP}");
    const seen = await kubectl(cluster, "logs", "-n", namespace.name, "look");
    expect(seen).toMatch(new RegExp(`^${address} +kubernetes\\.default\\.svc\\.cluster\\.local\\s+403$`, "u"));
    expect(await readFile(join(namespace.data, "seen"), "utf8")).toBe("written\n");
  });
});

describe.for([
  { version: "1.20.5", cluster: "east", image: flinkImages.v1_20 },
  { version: "2.1.3", cluster: "west", image: flinkImages.v2_1 },
] as const)("Flink $version on $cluster", ({ version, cluster, image }) => {
  let namespace: FlinkNamespace;
  const rest = async (path: string): Promise<Record<string, unknown>> =>
    parsed(
      await kubectl(cluster, "get", "--raw", `/api/v1/namespaces/${namespace.name}/services/session:rest/proxy${path}`),
    );
  const submit = (...args: readonly string[]): Promise<string> =>
    kubectl(
      cluster,
      "exec",
      "-n",
      namespace.name,
      "deploy/session-jobmanager",
      "--",
      "flink",
      "run",
      "-d",
      rigJob,
      ...args,
    );

  beforeAll(async () => {
    namespace = await makeNamespace(cluster, "session");
    await apply(cluster, ...standaloneSession(namespace, image));
    await eventually(
      "a slot",
      () => rest("/overview"),
      (seen) => seen["slots-total"] === 1,
    );
  });
  afterAll(() => namespace.remove());

  test("answers through the service proxy", async () => {
    expect(await rest("/overview")).toMatchObject({ "flink-version": version, "slots-total": 1 });
  });

  test("runs a job to its end", async () => {
    const id = jobId(await submit("--finish-after", "700"));
    expect(await eventually("the job's end", () => rest(`/jobs/${id}`), ended)).toMatchObject({ state: "FINISHED" });
  });

  test("runs a job that fails when it is told to", async () => {
    const id = jobId(await submit("--fail-after", "10"));
    expect(await eventually("the job's end", () => rest(`/jobs/${id}`), ended)).toMatchObject({ state: "FAILED" });
    expect(JSON.stringify(await rest(`/jobs/${id}/exceptions`))).toContain("rig: asked to fail after 10 numbers");
  });
});

const rigJob = "/opt/flink/usrlib/rig-job.jar";

function parsed(text: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}
function ended(job: Record<string, unknown>): boolean {
  return job["state"] === "FINISHED" || job["state"] === "FAILED";
}
function jobId(said: string): string {
  return z.string().parse(/JobID ([0-9a-f]{32})/u.exec(said)?.[1]);
}
