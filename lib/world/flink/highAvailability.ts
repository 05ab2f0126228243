import type { JobId } from "../../core/flink.ts";
import type { ApiServer, Ref } from "../kubernetes/apiServer.ts";
import { dataOf } from "../kubernetes/shapes.ts";
import type { Version } from "./process.ts";

export interface HighAvailabilityParts {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly clusterId: string;
  readonly version: Version;
}

/** A checkpoint as the ConfigMap of its job names it: by its id and a file in HA storage. */
export interface KeptCheckpoint {
  readonly id: number;
  readonly file: string;
}

/**
 * Kubernetes HA services from 1.15 on: ConfigMaps without owner references, so that they outlive the Deployment. Labelled
 * as native also in standalone mode, as Flink does.
 */
export class HighAvailability {
  readonly #parts: HighAvailabilityParts;

  constructor(parts: HighAvailabilityParts) {
    this.#parts = parts;
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
    return this.#parts.api.find(this.#jobMap(job)) !== undefined;
  }

  started(job: JobId): void {
    this.#write(this.#clusterMap(), { [this.#graphKey(job)]: "c3RhdGUgaGFuZGxl" });
    if (this.#parts.api.find(this.#jobMap(job)) === undefined) this.#write(this.#jobMap(job), { counter: "1" });
  }

  /** Jobs that an earlier JobManager left to be run again. */
  graphs(): readonly JobId[] {
    const prefix = this.#graphKey("" as JobId);
    const keys = Object.keys(this.#data(this.#clusterMap()) ?? {}).filter((key) => key.startsWith(prefix));
    return keys.map((key) => key.slice(prefix.length) as JobId);
  }

  /** Oldest first. */
  checkpoints(job: JobId): readonly KeptCheckpoint[] {
    const entries = Object.entries(this.#data(this.#jobMap(job)) ?? {}).filter(([key]) =>
      key.startsWith(checkpointKey),
    );
    return entries
      .map(([key, handle]) => ({ id: Number(key.slice(checkpointKey.length)), file: asText(handle) }))
      .toSorted((a, b) => a.id - b.id);
  }

  keep(job: JobId, { id, file }: KeptCheckpoint): void {
    this.#write(this.#jobMap(job), { [idKey(id)]: asHandle(file) });
  }

  subsume(job: JobId, id: number): void {
    if (this.knows(job)) this.#patch(this.#jobMap(job), { data: { [idKey(id)]: null } });
  }

  /** The id of the next checkpoint; `undefined` when somebody took the ConfigMap away. */
  nextCheckpoint(job: JobId): number | undefined {
    const data = this.#data(this.#jobMap(job));
    return data === undefined ? undefined : Number(data["counter"] ?? 1);
  }

  countTo(job: JobId, next: number): void {
    this.#write(this.#jobMap(job), { counter: String(next) });
  }

  /** A job that has ended for good leaves nothing to recover. */
  ended(job: JobId): void {
    this.#delete(this.#jobMap(job));
    if (this.#parts.api.find(this.#clusterMap()) !== undefined)
      this.#patch(this.#clusterMap(), { data: { [this.#graphKey(job)]: null } });
  }

  /** What a cluster that shuts itself down takes with it. */
  cleanUp(): void {
    this.#delete(this.#clusterMap());
  }

  #graphKey(job: JobId): string {
    return `${this.#parts.version.major >= 2 ? "executionPlan" : "jobGraph"}-${job}`;
  }

  #clusterMap(): Ref {
    return { kind: "ConfigMap", namespace: this.#parts.namespace, name: `${this.#parts.clusterId}-cluster-config-map` };
  }

  #jobMap(job: JobId): Ref {
    return { kind: "ConfigMap", namespace: this.#parts.namespace, name: `${this.#parts.clusterId}-${job}-config-map` };
  }

  #data(ref: Ref): Readonly<Record<string, string>> | undefined {
    const found = this.#parts.api.find(ref);
    return found === undefined ? undefined : dataOf(found);
  }

  #write(ref: Ref, data: Readonly<Record<string, string>>): void {
    if (this.#parts.api.find(ref) !== undefined) return this.#patch(ref, { data });
    const marker = this.#parts.version.major >= 2 ? {} : { "configmap-type": "high-availability" };
    const labels = { type: "flink-native-kubernetes", app: this.#parts.clusterId, ...marker };
    const metadata = { name: ref.name, namespace: ref.namespace, labels };
    this.#parts.api.create({ apiVersion: "v1", kind: "ConfigMap", metadata, data });
  }

  #patch(ref: Ref, body: object): void {
    this.#parts.api.patch(ref, { type: "merge", body }, { manager: "flink" });
  }

  #delete(ref: Ref): void {
    if (this.#parts.api.find(ref) !== undefined) this.#parts.api.delete(ref);
  }
}

const checkpointKey = "checkpointID-";

const idKey = (id: number): string => `${checkpointKey}${String(id).padStart(19, "0")}`;

/** Flink keeps a serialised Java object, in which the name of a file can be seen. */
const asHandle = (file: string): string => btoa(file);

const asText = (handle: string): string => {
  try {
    return atob(handle);
  } catch {
    return "";
  }
};
