import { describe, expect, test } from "vitest";
import { classOf } from "../../../lib/core/drift/classOf.ts";
import { classTable } from "../../../lib/core/drift/classTable.ts";
import type { Difference } from "../../../lib/core/drift/difference.ts";
import { differences, missing } from "../../../lib/core/drift/differences.ts";
import type { DriftClass } from "../../../lib/core/drift/driftClass.ts";
import { partOf } from "../../../lib/core/drift/part.ts";
import { speaksOfState } from "../../../lib/core/drift/stateOptions.ts";
import type { ObjectRef } from "../../../lib/core/kubernetes.ts";
import { later, millis, minutes } from "../../../lib/core/time.ts";
import { corpus } from "./corpus.ts";
import { afterEdit } from "./support/afterEdit.ts";
import { type ClusterName, driftingCluster, started, wantedOf } from "./support/clusters.ts";

const ref = (kind: ObjectRef["kind"], name: string): ObjectRef => ({ kind, namespace: "web", name });
const by = { manager: "kubectl-edit", operation: "Update", subresource: undefined, at: started } as const;
const jobManager = ref("Deployment", "clicks");
const configuration = ref("ConfigMap", "flink-config-clicks");

function found(object: ObjectRef, path: string, more: Partial<Difference> = {}): Difference {
  return { object, path, wanted: "a", found: "b", by, asMade: false, ...more };
}

const classIn = (difference: Difference, cluster: ClusterName): DriftClass =>
  classOf(difference, driftingCluster(cluster)).class;

describe("parts of a cluster", () => {
  test.for([
    ["Deployment", "clicks", "jobManager"],
    ["Deployment", "clicks-taskmanager", "taskManager"],
    ["Service", "clicks", "internalService"],
    ["Service", "clicks-rest", "restService"],
    ["ConfigMap", "flink-config-clicks", "configuration"],
    ["ConfigMap", "pod-template-clicks", "podTemplate"],
    ["ConfigMap", "clicks-cluster-config-map", "highAvailability"],
    ["ConfigMap", "clicks-0123456789abcdef0123456789abcdef-config-map", "highAvailability"],
    ["ConfigMap", "clicks-dispatcher-leader", "highAvailability"],
    ["ConfigMap", "clicks-0123456789abcdef0123456789abcdef-jobmanager-leader", "highAvailability"],
    ["ConfigMap", "clicks-notes", "stranger"],
    ["ConfigMap", "other-cluster-config-map", "stranger"],
    ["Ingress", "clicks", "ingress"],
    ["Pod", "clicks", "stranger"],
    ["Pod", "clicks-taskmanager-1-1", "stranger"],
    ["Deployment", "orders", "stranger"],
  ] as const)("%s %s is %s", ([kind, name, part]) => {
    expect(partOf(ref(kind, name), "clicks")).toBe(part);
  });
});

describe("what is lost", () => {
  const haMap = ref("ConfigMap", "clicks-cluster-config-map");

  test("HA metadata", () => {
    expect(classIn(missing(haMap), "nativeHa")).toBe("stateAtRisk");
    expect(classIn(missing(haMap), "standaloneHa")).toBe("stateAtRisk");
  });

  test("TaskManagers' pods are never ours", () => {
    expect(classIn(missing(ref("Pod", "clicks-taskmanager-1-1")), "nativeHa")).toBe("notOurs");
  });
});

describe("what is being deleted is left until it is gone", () => {
  test.for<readonly [ObjectRef["kind"], string]>([
    ["Deployment", "clicks"],
    ["Deployment", "clicks-taskmanager"],
    ["Service", "clicks"],
    ["Service", "clicks-rest"],
    ["ConfigMap", "flink-config-clicks"],
    ["ConfigMap", "pod-template-clicks"],
    ["Ingress", "clicks"],
  ])("%s %s", ([kind, name]) => {
    expect(classIn(found(ref(kind, name), "/metadata/deletionTimestamp"), "native")).toBe("notOurs");
  });
});

describe("a configuration that was edited", () => {
  const path = "/data/flink-conf.yaml/parallelism.default";
  const cluster = (lastStart: ReturnType<typeof later> | undefined) => ({ ...driftingCluster("nativeHa"), lastStart });

  test.for([
    { when: "two minutes after the last start, and more", lastStart: later(started, millis(-120_001)), as: "inPlace" },
    { when: "two minutes after the last start", lastStart: later(started, minutes(-2)), as: "restart" },
    { when: "before the last start", lastStart: later(started, minutes(1)), as: "restart" },
    { when: "who knows when before", lastStart: undefined, as: "restart" },
  ])("$when: $as", ({ lastStart, as }) => {
    expect(classOf(found(configuration, path), cluster(lastStart)).class).toBe(as);
  });

  test("by nobody knows whom", () => {
    const long = cluster(later(started, minutes(-60)));
    expect(classOf(found(configuration, path, { by: undefined }), long).class).toBe("restart");
    expect(classOf(found(configuration, path, { by: { ...by, at: undefined } }), long).class).toBe("restart");
  });
});

describe("autoscalers", () => {
  const taskManager = ref("Deployment", "clicks-taskmanager");

  test.for<readonly [string, string | undefined, DriftClass]>([
    ["kube-controller-manager", "scale", "notOurs"],
    ["kube-controller-manager", undefined, "inPlace"],
    ["keda-operator", undefined, "notOurs"],
    ["my-Autoscaler", "scale", "notOurs"],
    ["kubectl", "scale", "inPlace"],
  ])("%s by %s: %s", ([manager, subresource, as]) => {
    const one = found(taskManager, "/spec/replicas", { wanted: "2", found: "5", by: { ...by, manager, subresource } });
    expect(classIn(one, "standalone")).toBe(as);
  });

  test("nobody knows whom", () => {
    expect(classIn(found(taskManager, "/spec/replicas", { by: undefined }), "standalone")).toBe("inPlace");
  });
});

describe("options that speak of state", () => {
  test.for([
    ["high-availability", true],
    ["high-availability.cluster-id", true],
    ["state.checkpoints.dir", true],
    ["state.savepoints.dir", true],
    ["state.checkpoint-storage", true],
    ["state.backend", true],
    ["state.backend.type", true],
    ["state.backend.rocksdb.memory.managed", false],
    ["execution.checkpointing.dir", true],
    ["execution.checkpointing.savepoint-dir", true],
    ["execution.checkpointing.storage", true],
    ["execution.checkpointing.externalized-checkpoint-retention", true],
    ["execution.checkpointing.interval", false],
    ["execution.savepoint.path", true],
    ["execution.savepoint-restore-mode", true],
    ["execution.state-recovery.path", true],
    ["job-result-store.storage-path", true],
    ["application-result-store.storage-path", true],
    ["kubernetes.cluster-id", true],
    ["kubernetes.namespace", true],
    ["cluster.id", true],
    ["$internal.pipeline.job-id", true],
    ["$internal.application.id", true],
    ["pipeline.max-parallelism", true],
    ["my.high-availability", false],
    ["parallelism.default", false],
    ["taskmanager.numberOfTaskSlots", false],
  ] as const)("%s: %s", ([option, speaks]) => {
    expect(speaksOfState(option)).toBe(speaks);
  });
});

describe("the table", () => {
  const seen = corpus.flatMap((one) => {
    const wanted = wantedOf(one.cluster).find(
      ({ kind, metadata }) => kind === one.object.kind && metadata.name === one.object.name,
    );
    const lastStart = one.lastStart === "before" ? started : undefined;
    const cluster = { ...driftingCluster(one.cluster), lastStart };
    return wanted === undefined
      ? []
      : differences(wanted, afterEdit(wanted, one)).map((difference) => classOf(difference, cluster).because);
  });
  /** Not to be reached by an edit of one of our objects. */
  const others = [
    classOf(missing(ref("Pod", "x")), driftingCluster("native")),
    classOf(missing(ref("ConfigMap", "clicks-cluster-config-map")), driftingCluster("nativeHa")),
    classOf(found(jobManager, "/metadata/deletionTimestamp"), driftingCluster("native")),
    classOf(found(jobManager, "/spec/selector"), driftingCluster("native")),
  ].map(({ because }) => because);

  test("has no line without use", () => {
    const used = new Set([...seen, ...others]);
    expect(classTable.map(({ because }) => because).filter((because) => !used.has(because))).toStrictEqual([]);
  });

  test("leaves nothing open of what we make", () => {
    const open = corpus.filter(({ expected }) => expected.length > 0);
    expect(open.length).toBeGreaterThan(80);
    expect(seen).not.toContain("nothing is known of it");
  });
});
