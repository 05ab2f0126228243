import type { JobId } from "../../core/flink.ts";
import type { ApiServer, Ref } from "../kubernetes/apiServer.ts";
import type { Version } from "./process.ts";

/**
 * Kubernetes HA services from 1.15 on: ConfigMaps without owner references, so that they outlive the Deployment. Labelled
 * as native also in standalone mode, as Flink does.
 */
export class HighAvailability {
  readonly #api: ApiServer;
  readonly #namespace: string;
  readonly #clusterId: string;
  readonly #version: Version;

  constructor(api: ApiServer, namespace: string, clusterId: string, version: Version) {
    this.#api = api;
    this.#namespace = namespace;
    this.#clusterId = clusterId;
    this.#version = version;
  }

  /** Written by whoever leads. */
  announce(address: string): void {
    const leader = (component: string): readonly [string, string] => [
      `org.apache.flink.k8s.leader.${component}`,
      address,
    ];
    const data = Object.fromEntries(["dispatcher", "resourcemanager", "restserver"].map(leader));
    this.#write(this.#clusterMap(), data);
  }

  /** Whether an earlier JobManager left the job, or its checkpoints, to be run again. */
  knows(job: JobId): boolean {
    return this.#api.find(this.#jobMap(job)) !== undefined;
  }

  started(job: JobId): void {
    this.#write(this.#clusterMap(), { [this.#graphKey(job)]: "c3RhdGUgaGFuZGxl" });
    if (this.#api.find(this.#jobMap(job)) === undefined) this.#write(this.#jobMap(job), { counter: "1" });
  }

  /** A job that has ended for good leaves nothing to recover. */
  ended(job: JobId): void {
    this.#delete(this.#jobMap(job));
    if (this.#api.find(this.#clusterMap()) !== undefined)
      this.#patch(this.#clusterMap(), { data: { [this.#graphKey(job)]: null } });
  }

  /** What a cluster that shuts itself down takes with it. */
  cleanUp(): void {
    this.#delete(this.#clusterMap());
  }

  #graphKey(job: JobId): string {
    return `${this.#version.major >= 2 ? "executionPlan" : "jobGraph"}-${job}`;
  }

  #clusterMap(): Ref {
    return { kind: "ConfigMap", namespace: this.#namespace, name: `${this.#clusterId}-cluster-config-map` };
  }

  #jobMap(job: JobId): Ref {
    return { kind: "ConfigMap", namespace: this.#namespace, name: `${this.#clusterId}-${job}-config-map` };
  }

  #write(ref: Ref, data: Readonly<Record<string, string>>): void {
    if (this.#api.find(ref) !== undefined) return this.#patch(ref, { data });
    const marker = this.#version.major >= 2 ? {} : { "configmap-type": "high-availability" };
    const labels = { type: "flink-native-kubernetes", app: this.#clusterId, ...marker };
    const metadata = { name: ref.name, namespace: ref.namespace, labels };
    this.#api.create({ apiVersion: "v1", kind: "ConfigMap", metadata, data });
  }

  #patch(ref: Ref, body: object): void {
    this.#api.patch(ref, { type: "merge", body }, { manager: "flink" });
  }

  #delete(ref: Ref): void {
    if (this.#api.find(ref) !== undefined) this.#api.delete(ref);
  }
}
