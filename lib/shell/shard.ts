import { liveDeployment, livePod, type LivePod } from "../api/live.ts";
import { Faulted } from "../core/fault.ts";
import type { JobOverview } from "../core/flink.ts";
import type { KindName, KubernetesObject, ObjectRef } from "../core/kubernetes.ts";
import type { DeploymentView, PodView } from "../core/lifecycle/seen.ts";
import { deploymentView, podView } from "../core/lifecycle/observation/views.ts";
import { liveObject } from "./liveObject.ts";
import { jobSelector } from "../core/snapshots/labels.ts";
import type { Cluster, FlinkAddress, SpokeConnection } from "../ports/index.ts";

/** The part of one spoke that one pass looks at. */
export interface Scope {
  /** Empty: all namespaces. */
  readonly namespaces: readonly string[];
  /** Only this FlinkDeployment and what belongs to it, its session jobs among it; needs exactly one namespace. */
  readonly name?: string | undefined;
  /** Only this FlinkSessionJob; needs exactly one namespace. */
  readonly sessionJob?: string | undefined;
  /** Only this FlinkStateSnapshot, and no FlinkDeployment; needs exactly one namespace. */
  readonly snapshot?: string | undefined;
  readonly labelSelector?: string | undefined;
  /** Only these of the FlinkDeployments, FlinkSessionJobs and FlinkStateSnapshots that are listed. */
  readonly isOurs?: ((name: string) => boolean) | undefined;
}

const flinkObjects = "type in (flink-native-kubernetes,flink-standalone-kubernetes)";

/**
 * The lists of one pass: each kind is listed at most once for all its resources, and only when somebody asks.
 */
export class Shard {
  readonly connection: SpokeConnection;
  readonly scope: Scope;
  readonly #jobs = new Map<string, Promise<readonly JobOverview[]>>();
  readonly #clusters = new Map<string, Promise<KubernetesObject | undefined>>();
  readonly #lists = new Map<string, Promise<readonly KubernetesObject[]>>();

  constructor(connection: SpokeConnection, scope: Scope) {
    this.connection = connection;
    this.scope = scope;
  }

  resources(kind: "FlinkDeployment"): Promise<readonly KubernetesObject[]> {
    return this.#list(kind, this.scope.labelSelector, this.scope.name);
  }

  /** The session jobs that this pass looks after. An application has none of its own, and those of a cluster are told by a field. */
  async ownSessionJobs(): Promise<readonly KubernetesObject[]> {
    const { name, sessionJob, snapshot, labelSelector } = this.scope;
    if (snapshot !== undefined || (await this.#isOfApplication())) return [];
    const all = (await this.#ifKnown(this.#list("FlinkSessionJob", labelSelector, sessionJob))) ?? [];
    return name === undefined ? all : all.filter((job) => deploymentNameOf(job) === name);
  }

  /** A FlinkDeployment that we look after: it has the labels of the spoke, as whatever is listed with them. */
  async ownCluster(namespace: string, name: string): Promise<KubernetesObject | undefined> {
    const { name: only = name, sessionJob, labelSelector } = this.scope;
    const isListed = sessionJob === undefined && only === name;
    const one = isListed ? this.resources("FlinkDeployment") : this.#list("FlinkDeployment", labelSelector, name);
    return find(await one, namespace, name);
  }

  /** A FlinkDeployment out of the list of the pass; read by itself where none of them was to be listed, or it is not among them. */
  clusterNamed(namespace: string, name: string): Promise<KubernetesObject | undefined> {
    const key = `${namespace}/${name}`;
    const found = this.#clusters.get(key) ?? this.#clusterNamed(namespace, name);
    this.#clusters.set(key, found);
    return found;
  }

  async #clusterNamed(namespace: string, name: string): Promise<KubernetesObject | undefined> {
    const listed = this.scope.sessionJob === undefined ? await this.resources("FlinkDeployment") : [];
    return find(listed, namespace, name) ?? (await this.cluster.read({ kind: "FlinkDeployment", namespace, name }));
  }

  /** `isKnown`: it ought to be there; it is read by itself where it is not in the list, as somebody may have edited its labels. */
  async deployment(namespace: string, name: string, isKnown = false): Promise<DeploymentView | undefined> {
    const ref: ObjectRef = { kind: "Deployment", namespace, name };
    const found = (await this.#deployment(namespace, name)) ?? (isKnown ? await this.cluster.read(ref) : undefined);
    return found === undefined ? undefined : deploymentView(liveDeployment.parse(found));
  }

  /** The pods of the Flink cluster of that name, but those that have ended: what was evicted does nothing any more, and may stay for good. */
  async pods(namespace: string, cluster: string): Promise<readonly PodView[]> {
    return (await this.livePods(namespace, cluster)).map(podView);
  }

  async livePods(namespace: string, cluster: string): Promise<readonly LivePod[]> {
    const all = await this.#list("Pod", this.#labels());
    return all
      .filter(({ metadata }) => metadata.namespace === namespace && metadata.labels?.["app"] === cluster)
      .map((pod) => livePod.parse(pod))
      .filter((pod) => !hasEnded(pod));
  }

  /** An object of one of our Flink clusters; read by itself where it is not in the list, as somebody may have edited its labels. */
  async clusterObject(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    const listed = ref.kind === "Ingress" ? this.#ingresses() : this.#list(ref.kind, this.#labels());
    return find(await listed, ref.namespace, ref.name) ?? (await liveObject(ref, this.cluster));
  }

  /** They have none of Flink's labels, not even the name of their cluster: that of one resource is read. */
  async #ingresses(): Promise<readonly KubernetesObject[]> {
    return this.#isNarrow ? [] : this.#list("Ingress", "component=ingress");
  }

  /** Those with Flink's labels, HA metadata among them. */
  async configMaps(namespace: string, cluster: string): Promise<readonly KubernetesObject[]> {
    const all = await this.#list("ConfigMap", this.#labels());
    return all.filter(({ metadata }) => metadata.namespace === namespace && metadata.labels?.["app"] === cluster);
  }

  /** The same as they are by now: what Flink has told of since the list of the pass is in them. */
  configMapsByNow(namespace: string, cluster: string): Promise<readonly KubernetesObject[]> {
    return this.cluster.list({ kind: "ConfigMap", namespace, labels: `app=${cluster},${flinkObjects}` });
  }

  /** All jobs of a Flink cluster, however many resources they are of. */
  jobs(at: FlinkAddress): Promise<readonly JobOverview[]> {
    const key = `${at.scheme}:${at.namespace}/${at.service}`;
    const asked = this.#jobs.get(key) ?? this.connection.flink.jobs(at);
    this.#jobs.set(key, asked);
    return asked;
  }

  /** Session jobs are told by a field, so they are always listed whole. Where the kind is not known there are none. */
  async sessionJobs(): Promise<readonly KubernetesObject[]> {
    return (await this.#ifKnown(this.#list("FlinkSessionJob"))) ?? [];
  }

  /** One session job, whatever its labels; read by itself where the pass is about one resource alone. */
  async sessionJobNamed(namespace: string, name: string): Promise<KubernetesObject | undefined> {
    if (!this.#isNarrow) return find(await this.sessionJobs(), namespace, name);
    return this.#ifKnown(this.cluster.read({ kind: "FlinkSessionJob", namespace, name }));
  }

  /** Listed whole, as session jobs are. `undefined` where the kind is not known. */
  async snapshots(): Promise<readonly KubernetesObject[] | undefined> {
    return this.#ifKnown(this.#list("FlinkStateSnapshot"));
  }

  /**
   * The snapshots that this pass looks after. Those of one job are told by the label that every snapshot gets at its first look; one that
   * has none yet is found by a wake of its own or by a pass over all. `undefined` where the kind is not known.
   */
  async ownSnapshots(): Promise<readonly KubernetesObject[] | undefined> {
    const { name, sessionJob, snapshot } = this.scope;
    if (snapshot !== undefined) return this.#ifKnown(this.#list("FlinkStateSnapshot", undefined, snapshot));
    const job = sessionJob ?? name;
    const labels = job === undefined ? undefined : jobSelector(job);
    const isListed = labels === undefined || this.#lists.has(keyOf("FlinkStateSnapshot"));
    return isListed ? this.snapshots() : this.#ifKnown(this.#list("FlinkStateSnapshot", labels));
  }

  get cluster(): Cluster {
    return this.connection.cluster;
  }

  /** Which cluster a session job is on is not known before it is read. */
  async #deployment(namespace: string, name: string): Promise<KubernetesObject | undefined> {
    const { sessionJob, name: only = name } = this.scope;
    const isListed = sessionJob === undefined && (name === only || name === `${only}-taskmanager`);
    return isListed
      ? find(await this.#list("Deployment", this.#labels()), namespace, name)
      : this.cluster.read({ kind: "Deployment", namespace, name });
  }

  #labels(): string {
    return this.scope.name === undefined ? flinkObjects : `app=${this.scope.name},${flinkObjects}`;
  }

  /** Whether it is about one resource, and what belongs to it. */
  get #isNarrow(): boolean {
    const { name, sessionJob, snapshot } = this.scope;
    return (name ?? sessionJob ?? snapshot) !== undefined;
  }

  /** What is not there (any more) may have session jobs all the same: they are told so. */
  async #isOfApplication(): Promise<boolean> {
    if (this.scope.name === undefined) return false;
    const [only] = await this.resources("FlinkDeployment");
    const { job } = (only?.["spec"] ?? {}) as { readonly job?: unknown };
    return job !== undefined && job !== null;
  }

  /** `undefined` where the API server does not know the kind. */
  async #ifKnown<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof Faulted && error.fault.kind === "missing") return undefined;
      throw error;
    }
  }

  #list(kind: KindName, labels?: string, name?: string): Promise<readonly KubernetesObject[]> {
    const key = keyOf(kind, labels, name);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const namespaces = this.scope.namespaces.length === 0 ? [undefined] : this.scope.namespaces;
    const list = Promise.all(namespaces.map((namespace) => this.cluster.list({ kind, namespace, labels, name }))).then(
      (pages) => pages.flat(),
    );
    this.#lists.set(key, list);
    return list;
  }
}

const keyOf = (kind: KindName, labels?: string, name?: string): string => [kind, labels, name].join(" ");

// Not read yet: it may hold anything.
const deploymentNameOf = (job: KubernetesObject): unknown =>
  (job["spec"] as { readonly deploymentName?: unknown } | undefined)?.deploymentName;

/** A kubelet may tell the phase of a pod that it evicts before its containers are down. */
const hasEnded = ({ status: { phase, containerStatuses } }: LivePod): boolean =>
  (phase === "Failed" || phase === "Succeeded") &&
  containerStatuses.every(({ state }) => state["running"] === undefined);

const find = (objects: readonly KubernetesObject[], namespace: string, name: string): KubernetesObject | undefined =>
  objects.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);

export const refTo = (kind: KindName, { namespace = "default", name }: KubernetesObject["metadata"]): ObjectRef => ({
  kind,
  namespace,
  name,
});
