import { parse } from "yaml";
import { millis } from "../../core/time.ts";
import { delays } from "../delays.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Container, Pod } from "../kubernetes/shapes.ts";
import { isObject, type JsonObject, listAt, objectAt } from "../simulation/json.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { durationOf, type FlinkConfiguration } from "./configuration.ts";
import { mountedFiles } from "./process.ts";

export interface NativeResourceManagerParts {
  readonly api: ApiServer;
  readonly time: Timeline;
  /** The JobManager's own. */
  readonly pod: Pod;
  readonly container: Container;
  readonly configuration: FlinkConfiguration;
  readonly clusterId: string;
  /** Of the Deployment that is to own the pods. */
  readonly deployment: string;
  /** Slots that the jobs need at the moment. */
  readonly demand: () => number;
}

/** Flink's KubernetesResourceManagerDriver: makes TaskManager pods when slots are needed, and takes idle ones away. */
export class NativeResourceManager {
  readonly #parts: NativeResourceManagerParts;
  readonly #attempt: number;
  #index = 0;
  #stopped = false;
  readonly #unsubscribe: () => void;

  constructor(parts: NativeResourceManagerParts) {
    this.#parts = parts;
    const attempts = this.#pods().map((pod) => Number(/-taskmanager-(\d+)-/.exec(pod)?.[1] ?? 0));
    this.#attempt = Math.max(0, ...attempts) + 1;
    this.#unsubscribe = parts.api.store.subscribe(({ type, object }) => {
      if (object.kind === "Pod" && type === "DELETED" && this.#isOurs(object.metadata.labels ?? {})) this.#soon();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
  }

  /** Called when the demand may have changed. */
  demandChanged(): void {
    const missing = this.#wanted() - this.#pods().length;
    for (let i = 0; i < missing; i += 1) this.#createPod();
    if (missing < 0) this.#removeIdleLater();
  }

  #soon(): void {
    this.#parts.time.after(delays.controller, () => {
      if (!this.#stopped) this.demandChanged();
    });
  }

  #wanted(): number {
    const slots = Number(this.#parts.configuration.get("taskmanager.numberOfTaskSlots") ?? 1);
    return Math.ceil(this.#parts.demand() / slots);
  }

  #removeIdleLater(): void {
    const { api, time, configuration, pod, clusterId } = this.#parts;
    const { namespace } = pod.metadata;
    const wait = durationOf(configuration.get("resourcemanager.taskmanager-timeout"), delays.idleTaskManager);
    time.once(this, `idle ${namespace}/${clusterId} ${pod.metadata.uid}`, millis(wait), () => {
      if (this.#stopped) return;
      for (const name of this.#pods().slice(this.#wanted())) api.delete({ kind: "Pod", namespace, name });
    });
  }

  #labels(): Readonly<Record<string, string>> {
    return { type: "flink-native-kubernetes", app: this.#parts.clusterId, component: "taskmanager" };
  }

  #isOurs(labels: Readonly<Record<string, string>>): boolean {
    return Object.entries(this.#labels()).every(([key, value]) => labels[key] === value);
  }

  #pods(): readonly string[] {
    const { api, pod } = this.#parts;
    const labels = Object.entries(this.#labels())
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
    const { items } = api.list("Pod", { namespace: pod.metadata.namespace, labels });
    return items
      .filter((each) => each.metadata.deletionTimestamp === undefined)
      .filter((each) => !["Failed", "Succeeded"].includes(String(objectAt(each, "status")["phase"])))
      .map((each) => each.metadata.name);
  }

  #createPod(): void {
    const { api, pod, clusterId, deployment } = this.#parts;
    this.#index += 1;
    const name = `${clusterId}-taskmanager-${this.#attempt}-${this.#index}`;
    const template = this.#template();
    const metadata = objectAt(template, "metadata");
    const labels = { ...objectAt(metadata, "labels"), ...this.#labels() };
    const owner = { apiVersion: "apps/v1", kind: "Deployment", name: clusterId, uid: deployment };
    api.create(
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          name,
          namespace: pod.metadata.namespace,
          labels,
          annotations: objectAt(metadata, "annotations"),
          ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
        },
        spec: this.#podSpec(objectAt(template, "spec")),
      },
      { manager: "flink" },
    );
  }

  #template(): unknown {
    const { api, pod, container } = this.#parts;
    const text = mountedFiles(api, pod, container, "/opt/flink/pod-template")["taskmanager-pod-template.yaml"];
    return text === undefined ? {} : parse(text);
  }

  #podSpec(template: JsonObject): JsonObject {
    const { pod, container } = this.#parts;
    const volume = "flink-config-volume";
    const base = listAt(template, "containers").filter(isObject);
    const main = base.find((each) => each["name"] === container.name) ?? {};
    return {
      ...template,
      restartPolicy: "Never",
      ...(pod.spec["serviceAccountName"] === undefined ? {} : { serviceAccountName: pod.spec["serviceAccountName"] }),
      volumes: [...listAt(template, "volumes"), ...pod.spec.volumes.filter((each) => each.name === volume)],
      containers: [
        {
          ...main,
          name: container.name,
          image: container.image,
          command: ["/docker-entrypoint.sh"],
          args: ["bash", "-c", "kubernetes-taskmanager.sh "],
          volumeMounts: [...listAt(main, "volumeMounts"), { name: volume, mountPath: "/opt/flink/conf" }],
        },
        ...base.filter((each) => each["name"] !== container.name),
      ],
    };
  }
}
