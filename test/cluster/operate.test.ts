import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFailed, test, type TestContext } from "vitest";
import { eventually } from "./support/eventually.ts";
import type { KindName } from "../../lib/core/kubernetes.ts";
import type { Cluster } from "../../lib/ports/index.ts";
import { clusterApi, fleetConfig, flinkFleet, runFleet } from "./support/fleet.ts";
import { dataInPods, flinkDataVolume } from "./support/flinkDataVolume.ts";
import { type FlinkNamespace, makeNamespace } from "./support/namespace.ts";
import { apply, flinkImages, kubectl, type ClusterName } from "./support/rig.ts";

/** Each cluster runs one version of Flink; together they show every kind of cluster on both. */
const versions = { east: "v1_20", west: "v2_1" } as const;
const clusters: readonly ClusterName[] = ["east", "west"];

interface Resource {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly lifecycleState?: string;
    readonly jobManagerDeploymentStatus?: string;
    readonly jobStatus?: { readonly state?: string; readonly jobId?: string };
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
    }[];
    readonly error?: string;
  };
}

const remains: readonly KindName[] = ["Deployment", "Pod", "Service", "ConfigMap", "Ingress"];
const api: Record<ClusterName, Cluster> = { east: clusterApi("east"), west: clusterApi("west") };
const namespaces: Partial<Record<ClusterName, FlinkNamespace>> = {};
const namespaceOf = (cluster: ClusterName): FlinkNamespace => {
  const found = namespaces[cluster];
  if (found === undefined) throw new Error(`no namespace in ${cluster}`);
  return found;
};
let fleet: ReturnType<typeof runFleet>;

beforeAll(async () => {
  const config = await fleetConfig("operate");
  const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", config, "--all-contexts");
  if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  for (const cluster of clusters) namespaces[cluster] = await makeNamespace(cluster, "operate");
  fleet = runFleet(config);
});

afterAll(async () => {
  // What a failed test has left is held by finalizers, which only the fleet removes.
  await Promise.all(
    clusters.map((cluster) =>
      kubectl(cluster, "delete", "flinkdep", "--all", "-n", namespaceOf(cluster).name, "--timeout=120s"),
    ),
  );
  await fleet.stop();
  await Promise.all(clusters.map((cluster) => namespaceOf(cluster).remove()));
});

interface Wanted {
  readonly mode: "native" | "standalone";
  readonly job: boolean;
  readonly ha: boolean;
}

const small = { resource: { memory: "1024m", cpu: 0.2 } };
const jarURI = "local:///opt/flink/usrlib/rig-job.jar";

function resource(cluster: ClusterName, name: string, { mode, job, ha }: Wanted, more: object = {}): object {
  const data = flinkDataVolume(namespaceOf(cluster));
  const version = versions[cluster];
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name, namespace: namespaceOf(cluster).name },
    spec: {
      image: flinkImages[version],
      imagePullPolicy: "IfNotPresent",
      flinkVersion: version,
      serviceAccount: "flink",
      mode,
      flinkConfiguration: {
        "taskmanager.numberOfTaskSlots": "1",
        // Without checkpoints Flink would not restart a job that has lost a TaskManager.
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.attempts": "100",
        // Two cores start a dozen JVMs: no more compiling and collecting than needed.
        "env.java.opts.all": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        ...(ha
          ? { "high-availability.type": "kubernetes", "high-availability.storageDir": `file://${dataInPods}/ha` }
          : {}),
      },
      podTemplate: {
        spec: {
          volumes: data.volumes,
          containers: [{ name: "flink-main-container", volumeMounts: data.volumeMounts }],
        },
      },
      jobManager: small,
      taskManager: small,
      ...(job ? { job: { jarURI, entryClass: "RigJob", parallelism: 1 } } : {}),
      ...more,
    },
  };
}

async function look(cluster: ClusterName, name: string): Promise<Resource> {
  const found = await api[cluster].read({ kind: "FlinkDeployment", namespace: namespaceOf(cluster).name, name });
  if (found === undefined) throw new Error(`${name} is not there`);
  return found as unknown as Resource;
}

const isUp = ({ status }: Resource, job: boolean): boolean =>
  status?.lifecycleState === "STABLE" &&
  (job ? status.jobStatus?.state === "RUNNING" : status.jobManagerDeploymentStatus === "READY") &&
  status.conditions?.find(({ type }) => type === "Ready")?.status === "True";

const untilUp = (cluster: ClusterName, name: string, job: boolean): Promise<Resource> =>
  eventually(
    `${name} in ${cluster} to be up`,
    () => look(cluster, name),
    (seen) => isUp(seen, job),
    300,
  );

async function namesOf(cluster: ClusterName, kind: KindName, labels?: string): Promise<readonly string[]> {
  const found = await api[cluster].list({ kind, namespace: namespaceOf(cluster).name, labels });
  return found.map(({ metadata }) => metadata.name);
}

const podsOf = (cluster: ClusterName, name: string, component: string): Promise<readonly string[]> =>
  namesOf(cluster, "Pod", `app=${name},component=${component}`);

async function eventsOf(cluster: ClusterName, name: string): Promise<string> {
  const events = await api[cluster].list({ kind: "Event", namespace: namespaceOf(cluster).name });
  return events
    .filter((event) => JSON.stringify(event["involvedObject"]).includes(`"name":"${name}"`))
    .map((event) => `${String(event["type"])} ${String(event["reason"])} ${String(event["message"])}`)
    .join("\n");
}

/** Where a wait ended badly, what was printed and what the pods said is all there is to go by. */
function explain(whenFailed: TestContext["onTestFailed"] = onTestFailed): void {
  whenFailed(async () => {
    process.stderr.write(fleet.printed().split("\n").slice(-40).join("\n"));
    for (const cluster of clusters) {
      process.stderr.write(
        await kubectl(cluster, "get", "flinkdep,deployments,pods,events", "-n", namespaceOf(cluster).name),
      );
    }
  });
}

const kinds: readonly (Wanted & { readonly name: string })[] = [
  { name: "native-app", mode: "native", job: true, ha: false },
  { name: "native-session", mode: "native", job: false, ha: false },
  { name: "standalone-app", mode: "standalone", job: true, ha: false },
  { name: "standalone-session", mode: "standalone", job: false, ha: false },
];

async function replacedTaskManager(cluster: ClusterName): Promise<void> {
  expect(await podsOf(cluster, "native-session", "taskmanager")).toEqual([]);
  const before = await podsOf(cluster, "native-app", "taskmanager");
  expect(before).toHaveLength(1);
  const namespace = namespaceOf(cluster).name;
  await kubectl(cluster, "delete", "pod", before[0] ?? "", "-n", namespace, "--grace-period=1");
  await eventually(
    `another TaskManager in ${cluster}`,
    () => podsOf(cluster, "native-app", "taskmanager"),
    (names) => names.length === 1 && names[0] !== before[0],
  );
  await untilUp(cluster, "native-app", true);
}

async function replacedJobManager(cluster: ClusterName): Promise<void> {
  const { status: before } = await look(cluster, "standalone-app");
  const [pod] = await podsOf(cluster, "standalone-app", "jobmanager");
  await kubectl(cluster, "delete", "pod", pod ?? "", "-n", namespaceOf(cluster).name, "--grace-period=1");
  await eventually(
    `status in ${cluster} to follow`,
    () => look(cluster, "standalone-app"),
    (seen) => !isUp(seen, true),
  );
  const { status: after } = await untilUp(cluster, "standalone-app", true);
  expect(after?.jobStatus?.jobId).toBe(before?.jobStatus?.jobId);
}

interface Wave {
  readonly wave: string;
  readonly haIn: ClusterName;
  readonly lost: string;
  readonly replaced: (cluster: ClusterName) => Promise<void>;
}

/** Either has both versions of Flink and both modes, so that what happens to a pod is tried in one of them. */
const waves: readonly Wave[] = [
  {
    wave: "east without HA, west with",
    haIn: "west",
    lost: "a JobManager's pod that is killed comes back, and status follows",
    replaced: replacedJobManager,
  },
  {
    wave: "east with HA, west without",
    haIn: "east",
    lost: "TaskManagers of native mode come and go by Flink's own hand",
    replaced: replacedTaskManager,
  },
];

describe.for(waves)("four kinds of clusters on two Kubernetes clusters at once: $wave", ({ haIn, lost, replaced }) => {
  const all = clusters.flatMap((cluster) => kinds.map((kind) => ({ ...kind, cluster, ha: cluster === haIn })));

  test("all come up, and stay what Flink itself says", async () => {
    explain();
    // Mode by mode: two cores starting a dozen JVMs at once would run into Flink's own time limits.
    for (const mode of ["native", "standalone"]) {
      const some = all.filter((one) => one.mode === mode);
      for (const one of some) await apply(one.cluster, resource(one.cluster, one.name, one));
      await Promise.all(some.map(({ cluster, name, job }) => untilUp(cluster, name, job)));
    }
    for (const { cluster, name } of all) {
      expect(await eventsOf(cluster, name)).toContain("Normal Submit Starting deployment");
    }
  });

  test(`${lost}`, async () => {
    explain();
    await Promise.all(clusters.map(replaced));
  });

  test("deletion leaves nothing behind", async () => {
    explain();
    await Promise.all(
      clusters.map((cluster) =>
        kubectl(cluster, "delete", "flinkdep", "--all", "-n", namespaceOf(cluster).name, "--timeout=180s"),
      ),
    );
    for (const cluster of clusters) {
      const left = await eventually(
        "the garbage collector",
        async () => (await Promise.all(remains.map((kind) => namesOf(cluster, kind)))).flat(),
        (names) => names.length === 1,
        60,
      );
      expect(left).toEqual(["kube-root-ca.crt"]);
    }
  });
});

describe("what does not come up says why", () => {
  const cases = [
    {
      what: "an image that does not exist",
      name: "no-image",
      more: { image: "registry.invalid/flink:missing" },
      reason: "ImagePullBackOff",
      message: /image "registry.invalid\/flink:missing" cannot be pulled/u,
    },
    {
      what: "a jar that does not exist",
      name: "no-jar",
      more: { job: { jarURI: "local:///opt/flink/usrlib/missing.jar", entryClass: "Missing", parallelism: 1 } },
      reason: "CrashLoopBackOff",
      message: /missing\.jar|Missing/u,
    },
  ] as const;

  test.concurrent.for(cases.flatMap((one) => (["native", "standalone"] as const).map((mode) => ({ ...one, mode }))))(
    "$what, $mode",
    async ({ name, mode, more, reason, message }, context) => {
      explain(context.onTestFailed);
      const own = `${name}-${mode}`;
      await apply("east", resource("east", own, { mode, job: true, ha: false }, more));
      const { status } = await eventually(
        "the cause in status",
        () => look("east", own),
        (seen) =>
          seen.status?.conditions?.some(({ type, reason: told }) => type === "Degraded" && told === reason) === true,
        180,
      );
      expect(status?.conditions?.find(({ type }) => type === "Degraded")?.message).toMatch(message);
      expect((JSON.parse(status?.error ?? "{}") as { readonly message?: string }).message).toMatch(message);
      // Events are told after the status.
      const told = new RegExp(`Warning ${reason} .*(${message.source})`, "u");
      await eventually(
        "the event",
        () => eventsOf("east", own),
        (events) => told.test(events),
        30,
      );
      await kubectl("east", "delete", "flinkdep", own, "-n", namespaceOf("east").name, "--timeout=120s");
    },
  );
});

describe("the Apache operator's examples, unchanged", () => {
  // One after the other: each asks for all the CPUs that a node has.
  test.for(["application", "reactive"])("%s.yaml runs", async (name) => {
    explain();
    const file = fileURLToPath(new URL(`resources/valid/${name}.yaml`, import.meta.url));
    const namespace = namespaceOf("east").name;
    await kubectl("east", "apply", "-n", namespace, "-f", file);
    await untilUp("east", name, true);
    await kubectl("east", "delete", "-n", namespace, "-f", file, "--timeout=120s");
    await eventually(
      "its pods to go",
      () => namesOf("east", "Pod", `app=${name}`),
      (names) => names.length === 0,
      60,
    );
  });
});
