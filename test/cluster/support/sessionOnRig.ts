import { join } from "node:path";
import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import { flinkDeployment, type FlinkDeployment } from "../../../lib/api/resources/flinkDeployment.ts";
import { flinkSessionJob, type FlinkSessionJob } from "../../../lib/api/resources/flinkSessionJob.ts";
import type { KindName, KubernetesObject } from "../../../lib/core/kubernetes.ts";
import type { FlinkAddress } from "../../../lib/ports/index.ts";
import { countingResource, type Kind } from "./countingResource.ts";
import { isUp } from "./countingJob.ts";
import { eventually } from "./eventually.ts";
import { clusterApi, clusterConnection } from "./fleet.ts";
import { dataInPods } from "./flinkDataVolume.ts";
import { type FlinkNamespace, makeNamespace } from "./namespace.ts";
import { apply, flinkImages, kubectl } from "./rig.ts";
import { lostState, readJournal, type Run, runTwice } from "./stateJournal.ts";

type Json = Readonly<Record<string, unknown>>;

/** Where the image has the job, and where the test finds it as soon as a pod of the session has started. */
const inImage = "/opt/flink/usrlib/rig-job.jar";
const webUploads = "upload/flink-web-upload";

/** A session cluster in a namespace of its own, and counting jobs on it. */
export class SessionOnRig {
  readonly kind: Kind;
  readonly namespace: FlinkNamespace;
  readonly api;
  readonly #flink: ServiceProxyFlink;
  readonly #jobs: string[] = [];

  private constructor(kind: Kind, namespace: FlinkNamespace) {
    this.kind = kind;
    this.namespace = namespace;
    this.api = clusterApi(kind.cluster);
    this.#flink = new ServiceProxyFlink(clusterConnection(kind.cluster));
  }

  static async in(kind: Kind): Promise<SessionOnRig> {
    return new SessionOnRig(kind, await makeNamespace(kind.cluster, `session-${kind.mode}`));
  }

  /** The jar of the job, once the session has been up. */
  get jarFile(): string {
    return join(this.namespace.data, webUploads, "rig-job.jar");
  }

  /** Its pods put the jar where `local:` finds it, and onto Flink's own class path. */
  async create(name: string): Promise<void> {
    const parts = {
      spec: { taskManager: { resource: { memory: "1536m", cpu: 0.2 }, replicas: 1 } },
      configuration: { "taskmanager.numberOfTaskSlots": "3", "web.upload.dir": `${dataInPods}/upload` },
      job: {},
    };
    const cluster = countingResource(this.kind, this.namespace, name, parts) as { readonly spec: Json };
    const { job: _none, podTemplate, ...spec } = cluster.spec;
    await apply(this.kind.cluster, { ...cluster, spec: { ...spec, podTemplate: this.#withJar(podTemplate as Json) } });
  }

  #withJar(template: Json): Json {
    const { volumes, containers } = template["spec"] as { readonly volumes: Json[]; readonly containers: Json[] };
    const [main] = containers;
    const mounts = (main?.["volumeMounts"] ?? []) as Json[];
    const uploads = `${dataInPods}/${webUploads}`;
    const onClassPath = { name: "data", mountPath: "/opt/flink/lib/rig-job.jar", subPath: `${webUploads}/rig-job.jar` };
    return {
      spec: {
        volumes,
        initContainers: [
          {
            name: "jar",
            image: flinkImages[this.kind.version],
            imagePullPolicy: "IfNotPresent",
            command: [
              "sh",
              "-c",
              `mkdir -p ${uploads} && cp ${inImage} ${uploads}/.new && mv ${uploads}/.new ${uploads}/rig-job.jar`,
            ],
            volumeMounts: mounts,
          },
        ],
        containers: [{ ...main, volumeMounts: [...mounts, onClassPath] }],
      },
    };
  }

  /** `jarURI` null: its class is on the class path of the cluster. */
  async submit(name: string, on: string, jarURI: string | null, job: Json = {}): Promise<void> {
    this.#jobs.push(name);
    await apply(this.kind.cluster, {
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkSessionJob",
      metadata: { name, namespace: this.namespace.name },
      spec: {
        deploymentName: on,
        job: {
          ...(jarURI === null ? {} : { jarURI }),
          entryClass: "RigJob",
          args: ["--journal", `${dataInPods}/${name}`, "--fail-when-exists", `${dataInPods}/fail-${name}`],
          parallelism: 1,
          upgradeMode: "savepoint",
          ...job,
        },
      },
    });
  }

  async patch(kind: "FlinkDeployment" | "FlinkSessionJob", name: string, spec: Json): Promise<void> {
    await this.api.patch({ kind, namespace: this.namespace.name, name }, { spec });
  }

  async job(name: string): Promise<FlinkSessionJob> {
    return flinkSessionJob.parse(
      await this.api.read({ kind: "FlinkSessionJob", namespace: this.namespace.name, name }),
    );
  }

  async cluster(name: string): Promise<FlinkDeployment> {
    return flinkDeployment.parse(
      await this.api.read({ kind: "FlinkDeployment", namespace: this.namespace.name, name }),
    );
  }

  async until(
    name: string,
    what: string,
    wanted: (seen: FlinkSessionJob) => boolean,
    patience = 180,
  ): Promise<FlinkSessionJob> {
    return eventually(`${this.kind.mode}: ${name} ${what}`, () => this.job(name), wanted, patience);
  }

  untilUp(name: string, patience = 240): Promise<FlinkSessionJob> {
    return this.until(name, "to be up", isUp, patience);
  }

  async untilClusterUp(name: string): Promise<FlinkDeployment> {
    return eventually(
      `${this.kind.mode}: cluster ${name} to be up`,
      () => this.cluster(name),
      ({ metadata, status }) => status.observedGeneration === metadata.generation && status.lifecycleState === "STABLE",
      240,
    );
  }

  /** Changes what is asked of the cluster's Ingress, or asks for none; answers what is there once that is carried out. */
  async ingress(cluster: string, asked: Json | null): Promise<KubernetesObject | undefined> {
    await this.patch("FlinkDeployment", cluster, { ingress: asked });
    await this.untilClusterUp(cluster);
    const found = await this.api.list({ kind: "Ingress", namespace: this.namespace.name });
    return found.find(({ metadata }) => metadata.name === cluster);
  }

  runs(name: string): Promise<readonly Run[]> {
    return readJournal(join(this.namespace.data, name));
  }

  /** A run of the job after those that were there before; it has begun to count. */
  async untilStarted(name: string, before: number): Promise<Run> {
    const counts = ({ startTotal, lastTotal }: Run): boolean => lastTotal > startTotal;
    const runs = await eventually(
      `run ${before + 1} of ${name} in ${this.kind.mode}`,
      () => this.runs(name),
      (seen) => seen.slice(before).some(counts),
      180,
    );
    const found = runs.slice(before).find(counts);
    if (found === undefined) throw new Error("it was there a moment ago");
    return found;
  }

  /** Of the newest run: there is something to lose. */
  async untilCheckpoint(name: string): Promise<number> {
    const newest = async (): Promise<number> => (await this.runs(name)).at(-1)?.completed.at(-1) ?? 0;
    return eventually(`a checkpoint of ${name}`, newest, (total) => total > 0, 60);
  }

  at(cluster: string): FlinkAddress {
    return { namespace: this.namespace.name, service: `${cluster}-rest`, scheme: "http" };
  }

  /** The ids of the jobs that the cluster has not ended. */
  async underWay(cluster: string): Promise<readonly string[]> {
    const jobs = await this.#flink.jobs(this.at(cluster));
    return jobs.filter(({ state }) => !["FAILED", "CANCELED", "FINISHED"].includes(state)).map(({ id }) => id);
  }

  async killJobManager(cluster: string): Promise<void> {
    const pods = ["-l", `app=${cluster},component=jobmanager`, "-n", this.namespace.name];
    await kubectl(this.kind.cluster, "delete", "pods", ...pods, "--grace-period=1", "--wait=false");
  }

  async remove(kind: KindName, name: string): Promise<void> {
    await this.api.remove({ kind, namespace: this.namespace.name, name }, { propagation: "Background" });
  }

  async namesOf(kind: KindName): Promise<readonly string[]> {
    const found = await this.api.list({ kind, namespace: this.namespace.name });
    return found.map(({ metadata }) => metadata.name);
  }

  /** All that must never have been. */
  async faults(): Promise<readonly string[]> {
    const journals = await Promise.all(this.#jobs.map((name) => this.runs(name)));
    return journals.flatMap((runs) => [...lostState(runs), ...runTwice(runs)]);
  }

  /** While the fleet runs: the finalizers are its own. */
  async close(): Promise<void> {
    const { cluster } = this.kind;
    for (const kind of ["flinksessionjob", "flinkdep"]) {
      await kubectl(cluster, "delete", kind, "--all", "-n", this.namespace.name, "--timeout=120s");
    }
    await this.namespace.remove();
  }
}
