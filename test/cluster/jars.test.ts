import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import { ServiceProxyFlink } from "../../lib/adapters/flink/serviceProxyFlink.ts";
import { jarsContract } from "../contract/jars.contract.ts";
import { clusterConnection } from "./support/fleet.ts";
import { type FlinkNamespace, makeNamespace } from "./support/namespace.ts";
import { apply, flinkImages, rigHome } from "./support/rig.ts";
import { standaloneSession } from "./support/standaloneSession.ts";

/** The very suite that the simulated world has passed, on real session clusters. */
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** A JobManager for one job, which waits for slots that nobody brings: nothing is asked of it but its REST endpoint. */
function applicationWithoutSlots({ name: namespace }: FlinkNamespace, image: string): readonly object[] {
  const labels = { app: "application" };
  const settings = ["jobmanager.rpc.address=localhost", "rest.bind-address=0.0.0.0"];
  const container = {
    name: "flink",
    image,
    imagePullPolicy: "Never",
    args: ["standalone-job", "--job-classname", "RigJob", ...settings.flatMap((setting) => ["-D", setting])],
    resources: { requests: { cpu: "100m" } },
  };
  const spec = { terminationGracePeriodSeconds: 1, containers: [container] };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "application", namespace },
      spec: { selector: labels, ports: [{ name: "rest", port: 8081 }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "application", namespace },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  ];
}

for (const { cluster, version } of [
  { cluster: "east", version: "v1_20" },
  { cluster: "west", version: "v2_1" },
] as const) {
  jarsContract(`The Flink adapter over real Flink ${version}`, async () => {
    const namespace = await makeNamespace(cluster, "jars");
    closing.push(namespace.remove);
    const image = flinkImages[version];
    await apply(cluster, ...standaloneSession(namespace, image), ...applicationWithoutSlots(namespace, image));
    const folder = `job-${image.split(":")[1]}`;
    const path = join(rigHome, "work", folder, "layer/opt/flink/usrlib/rig-job.jar");
    const { size } = await stat(path);
    return {
      flink: new ServiceProxyFlink(clusterConnection(cluster)),
      session: { namespace: namespace.name, service: "session", scheme: "http" },
      application: { namespace: namespace.name, service: "application", scheme: "http" },
      version,
      entryClass: "RigJob",
      jar: () => ({ name: "contract.jar", size, bytes: createReadStream(path) }),
      pass: () => sleep(1000),
    };
  });
}
