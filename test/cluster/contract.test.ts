import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import { ServiceProxyFlink } from "../../lib/adapters/flink/serviceProxyFlink.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { FileRecordings } from "../../lib/adapters/system/fileRecordings.ts";
import { randomIds } from "../../lib/adapters/system/randomIds.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import type { JobId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { sweep } from "../../lib/shell/sweep.ts";
import { SimulatedArtifacts } from "../../lib/world/simulatedArtifacts.ts";
import { clusterContract } from "../contract/cluster.contract.ts";
import { flinkContract } from "../contract/flink.contract.ts";
import { clusterApi, clusterConnection, flinkFleet } from "./support/fleet.ts";
import { recordingsFile } from "./support/recordings.ts";
import { makeNamespace } from "./support/namespace.ts";
import { apply, flinkImages, kubeconfig, type ClusterName } from "./support/rig.ts";

/** The very suites that the simulated world has passed, on a real API server and real Flink. */
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function namespaceIn(cluster: ClusterName): Promise<string> {
  const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", kubeconfig(cluster));
  if (enrolled.code !== 0) throw new Error(enrolled.out);
  const namespace = await makeNamespace(cluster, "contract");
  closing.push(namespace.remove);
  return namespace.name;
}

clusterContract("The Kubernetes adapter over a real API server", async () => ({
  cluster: clusterApi("east"),
  namespace: await namespaceIn("east"),
  pass: () => sleep(250),
}));

const small = { resource: { memory: "1024m", cpu: 0.2 } };

function application(cluster: ClusterName, namespace: string, version: keyof typeof flinkImages): object {
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name: "app", namespace },
    spec: {
      image: flinkImages[version],
      imagePullPolicy: "IfNotPresent",
      flinkVersion: version,
      serviceAccount: "flink",
      mode: cluster === "east" ? "native" : "standalone",
      flinkConfiguration: { "env.java.opts.all": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" },
      jobManager: small,
      taskManager: small,
      job: { jarURI: "local:///opt/flink/usrlib/rig-job.jar", entryClass: "RigJob", parallelism: 1 },
    },
  };
}

for (const { cluster, version } of [
  { cluster: "east", version: "v1_20" },
  { cluster: "west", version: "v2_1" },
] as const) {
  flinkContract(`The Flink adapter over real Flink ${version}`, async () => {
    const namespace = await namespaceIn(cluster);
    const ports = { port: 8081, targetPort: 8081, name: "rest" };
    await apply(cluster, application(cluster, namespace, version), {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "never-rest", namespace },
      spec: { selector: { app: "never" }, ports: [ports] },
    });
    const api = clusterApi(cluster);
    const flink = new ServiceProxyFlink(clusterConnection(cluster));
    const spoke: Spoke = {
      name: cluster,
      zone: "default",
      namespaces: [namespace],
      labelSelector: undefined,
      limits: { parallelism: 1, deadline: minutes(1), resourceDeadline: minutes(1) },
      connect: async () => ({ cluster: api, flink, artifacts: new SimulatedArtifacts(() => undefined) }),
    };
    const log = { info: () => undefined, warn: () => undefined };
    const recordings = new FileRecordings(recordingsFile());
    const pass = async (): Promise<void> => {
      await sweep(spoke, { clock: systemClock, ids: randomIds, log, defaults: shippedDefaults, recordings });
      await sleep(seconds(1));
    };
    await pass();
    const created = await api.read({ kind: "FlinkDeployment", namespace, name: "app" });
    const status = created?.["status"] as { readonly jobStatus?: { readonly jobId?: string } };
    closing.unshift(async () => {
      await api.remove({ kind: "FlinkDeployment", namespace, name: "app" }, { propagation: "Background" });
      while ((await api.read({ kind: "FlinkDeployment", namespace, name: "app" })) !== undefined) await pass();
    });
    return {
      flink,
      application: { namespace, service: "app-rest", scheme: "http" },
      nobody: { namespace, service: "never-rest", scheme: "http" },
      job: status.jobStatus?.jobId as JobId,
      version: version.slice(1).replace("_", "."),
      pass,
    };
  });
}
