import { expect } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { snapshotFinalizer } from "../../lib/core/snapshots/finalizer.ts";
import { minutes } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { tellAsks, type Ask } from "./support/asks.ts";
import {
  deleteResource,
  editIfThere,
  failIfRuns,
  isGone,
  loseJobManager,
  savepointOnDeletion,
} from "./support/deletions.ts";
import { inTheWay } from "./support/inTheWay.ts";
import { savepoints } from "./support/snapshots.ts";
import type { Stage } from "./support/stage.ts";
import { restart, stable } from "./support/stories.ts";

const forbidden = (what: string, because: string): never => {
  throw new Faulted({ kind: "denied", what, because });
};

/** A Role that does not let events be written, or read. */
const noEvents = (spoke: Spoke): Spoke =>
  inTheWay(spoke, (_verb, [object]) => {
    if (object?.kind === "Event")
      forbidden("Event default/orders", 'events is forbidden: cannot patch resource "events"');
  });

const making = new Set(["create", "apply"]);

/** What an API server says to everything new in a namespace that is being deleted. */
function nothingNew(spoke: Spoke): Spoke {
  const because = "unable to create new content in namespace default because it is being terminated";
  let isGoing = false;
  return {
    ...spoke,
    connect: async () => {
      const { cluster } = await spoke.connect();
      const namespace = await cluster.list({ kind: "Namespace" as never });
      isGoing = namespace.some(
        ({ metadata }) => metadata.name === "default" && metadata.deletionTimestamp !== undefined,
      );
      const refusing = inTheWay(spoke, (verb, [object]) => {
        if (isGoing && making.has(verb)) forbidden(`${object?.kind} default/orders`, because);
      });
      return refusing.connect();
    },
  };
}

const deleteNamespace = ({ scene }: Stage): void => {
  scene.tell("delete  the namespace");
  scene.spoke.api.delete({ kind: "Namespace", name: "default" });
};

const namespaceIsGone = (stage: Stage): void => {
  isGone(stage);
  expect(stage.scene.spoke.api.find({ kind: "Namespace", name: "default" })).toBeUndefined();
};

const ref = { kind: "FlinkStateSnapshot", namespace: "default", name: "mine" } as const;

function snapshot(stage: Stage, finalizers: readonly string[] = []): void {
  const { api } = stage.scene.spoke;
  const namespace = api.find({ kind: "Namespace", name: "default" });
  if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined || api.find(ref) !== undefined)
    return;
  const spec = { jobReference: { kind: "FlinkDeployment", name: stage.name }, savepoint: { disposeOnDelete: true } };
  const object = { apiVersion: "flink.apache.org/v1beta1", kind: ref.kind, metadata: { ...ref, finalizers }, spec };
  stage.scene.apply(object as unknown as KubernetesObject);
}

function deleteSnapshot({ scene }: Stage): void {
  if (scene.spoke.api.find(ref) === undefined) return;
  scene.tell("delete  the snapshot");
  scene.spoke.api.delete(ref);
}

/** Neither it nor its files are left. */
function snapshotIsGone(stage: Stage): void {
  expect(stage.scene.names("FlinkStateSnapshot").filter((name) => name === "mine")).toEqual([]);
  expect(savepoints(stage)).toEqual([]);
}

const asks: readonly Ask[] = [
  // FLINK-31860: event writes are refused with 403, and then nothing else works either.
  {
    wants: "upgrades to go on where no event may be written",
    through: noEvents,
    happens: [
      ({ stage }) => restart(stage),
      ({ stage }) => stage.killPods("taskmanager"),
      ({ stage }) => restart(stage, 2),
    ],
    comes: ({ status }) => expect(status).toMatchObject(stable),
  },
  {
    wants: "a deletion to complete where no event may be written",
    through: noEvents,
    happens: [({ stage }) => failIfRuns(stage), ({ stage }) => loseJobManager(stage)],
    lastly: ({ stage }) => deleteResource(stage),
    comes: isGone,
  },
  {
    wants: "a namespace to go with all that is in it",
    through: nothingNew,
    happens: [
      ({ stage }) => snapshot(stage),
      ({ stage }) => editIfThere(stage, "another nonce", { restartNonce: 1 }),
      ({ stage }) => deleteNamespace(stage),
      ({ stage }) => stage.killPods("taskmanager"),
    ],
    within: minutes(40),
    comes: namespaceIsGone,
  },
  {
    wants: "a namespace to go although a savepoint is taken on deletion, once that is taken back",
    wanted: { configuration: savepointOnDeletion(true) },
    through: nothingNew,
    happens: [({ stage }) => deleteNamespace(stage)],
    lastly: ({ stage }) => editIfThere(stage, "no savepoint", { flinkConfiguration: savepointOnDeletion(false) }),
    comes: namespaceIsGone,
  },
  // Apache PR 1079: a snapshot that is deleted before its first reconcile hangs for ever.
  {
    wants: "a snapshot that is deleted at once to go",
    happens: [({ stage }) => snapshot(stage), ({ stage }) => deleteSnapshot(stage), ({ stage }) => failIfRuns(stage)],
    lastly: ({ stage }) => deleteSnapshot(stage),
    within: minutes(40),
    comes: (stage) => expect(stage.scene.names("FlinkStateSnapshot")).toEqual([]),
  },
  {
    wants: "a snapshot that came with its finalizer and no status, and is deleted before anybody looks, to go",
    happens: [
      ({ stage }) => {
        snapshot(stage, [snapshotFinalizer]);
        deleteSnapshot(stage);
      },
    ],
    comes: snapshotIsGone,
  },
  {
    wants: "a snapshot of a job that is suspended, or not there, to go",
    happens: [
      ({ stage }) => snapshot(stage, [snapshotFinalizer]),
      ({ stage }) => suspendIfThere(stage),
      ({ stage }) => deleteResource(stage),
    ],
    lastly: ({ stage }) => deleteSnapshot(stage),
    within: minutes(40),
    comes: isGoneWithSnapshots,
  },
];

tellAsks(asks);

function suspendIfThere(stage: Stage): void {
  editIfThere(stage, "suspended", { job: { state: "suspended" } });
}

function isGoneWithSnapshots(stage: Stage): void {
  isGone(stage);
  expect(stage.scene.names("FlinkStateSnapshot").filter((name) => name === "mine")).toEqual([]);
}
