import { describe, expect, test } from "vitest";
import { flinkDeployment, type FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import { flinkStateSnapshot, type FlinkStateSnapshot } from "../../../../lib/api/resources/flinkStateSnapshot.ts";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import { userConfiguration } from "../../../../lib/core/configuration/effective.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { snapshotsDue, type Due } from "../../../../lib/core/snapshots/asked/snapshotsDue.ts";
import { upgradeSnapshot } from "../../../../lib/core/snapshots/asked/upgradeSnapshot.ts";
import { instant, later, minutes, rfc3339, seconds, type Instant } from "../../../../lib/core/time.ts";

const made = instant(Date.UTC(2026, 0, 1, 12));
const uid = "abcdef01-1111-4111-8111-111111111111";
type Raw = Readonly<Record<string, unknown>>;

interface Parts {
  readonly job?: Raw;
  readonly options?: Raw;
  readonly status?: Raw;
  readonly metadata?: Raw;
  readonly flinkVersion?: string;
}

const directory = { "state.savepoints.dir": "s3://state/savepoints" };

const aDeployment = ({ job, options, status, metadata, flinkVersion = "v1_20" }: Parts = {}): FlinkDeployment =>
  flinkDeployment.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: {
      name: "counts",
      namespace: "team",
      uid,
      resourceVersion: "7",
      generation: 5,
      creationTimestamp: rfc3339(made),
      ...metadata,
    },
    spec: { flinkVersion, job: { parallelism: 1, ...job }, flinkConfiguration: { ...directory, ...options } },
    status: { observedGeneration: 4, jobStatus: { state: "RUNNING" }, ...status },
  });

interface Asked {
  readonly parts?: Parts;
  readonly last?: Raw;
  readonly snapshots?: readonly FlinkStateSnapshot[];
  readonly now?: Instant;
}

function due({ parts = {}, last = {}, snapshots = [], now = made }: Asked): Due {
  const resource = aDeployment(parts);
  return snapshotsDue({
    resource,
    last: aDeployment({ ...parts, job: last }).spec,
    configuration: userConfiguration({ namespace: "team", spec: resource.spec }, shippedDefaults),
    snapshots,
    now,
  });
}

const names = (asked: Asked): readonly string[] => due(asked).due.map(({ object }) => object.metadata.name);

/** As the API server would give back what was created. */
function created(object: KubernetesObject | undefined, at: Instant, state = "COMPLETED"): FlinkStateSnapshot {
  if (object === undefined) throw new Error("nothing was due");
  const metadata = { uid: "u", resourceVersion: "1", ...object.metadata, creationTimestamp: rfc3339(at) };
  return flinkStateSnapshot.parse({ ...object, metadata, status: { state, path: "s3://a" } });
}

const hourly = { options: { "kubernetes.operator.periodic.savepoint.interval": "1 h" } };
const daily = { options: { "kubernetes.operator.periodic.savepoint.interval": "0 30 13 * * ?" } };
const hour = (count: number, plus = 0): Instant => later(made, minutes(count * 60 + plus));

describe("a nonce", () => {
  test.for<[when: string, asked: Asked, names: readonly string[]]>([
    ["is new", { parts: { job: { savepointTriggerNonce: 7 } } }, ["counts-savepoint-manual-7-abcdef01-5"]],
    ["is negative", { parts: { job: { savepointTriggerNonce: -7 } } }, ["counts-savepoint-manual--7-abcdef01-5"]],
    [
      "of a checkpoint is new",
      { parts: { job: { checkpointTriggerNonce: 1 } } },
      ["counts-checkpoint-manual-1-abcdef01-5"],
    ],
    [
      "of both is new",
      { parts: { job: { savepointTriggerNonce: 7, checkpointTriggerNonce: 1 } } },
      ["counts-savepoint-manual-7-abcdef01-5", "counts-checkpoint-manual-1-abcdef01-5"],
    ],
    ["is done with", { parts: { job: { savepointTriggerNonce: 7 } }, last: { savepointTriggerNonce: 7 } }, []],
    ["was taken away", { last: { savepointTriggerNonce: 7 } }, []],
    [
      "is new and the job restarts",
      { parts: { job: { savepointTriggerNonce: 7 }, status: { jobStatus: { state: "RESTARTING" } } } },
      [],
    ],
  ])("%s", ([, asked, expected]) => {
    expect(names(asked)).toEqual(expected);
  });

  test("asks once, even when the resource is edited before it is done with", () => {
    const parts = { job: { savepointTriggerNonce: 7 } };
    const [first] = due({ parts }).due;
    const snapshots = [created(first?.object, made)];
    expect(names({ parts, snapshots })).toEqual([first?.object.metadata.name]);
    expect(names({ parts: { ...parts, metadata: { generation: 6 } }, snapshots })).toEqual([
      first?.object.metadata.name,
    ]);
  });

  test("that comes back later asks for another snapshot", () => {
    const parts = { job: { savepointTriggerNonce: 7 } };
    const snapshots = [created(due({ parts }).due[0]?.object, made)];
    const later = {
      ...parts,
      metadata: { generation: 9 },
      status: { observedGeneration: 8, jobStatus: { state: "RUNNING" } },
    };
    expect(names({ parts: later, last: { savepointTriggerNonce: 8 }, snapshots })).toEqual([
      "counts-savepoint-manual-7-abcdef01-9",
    ]);
  });

  test("of a checkpoint that Flink takes none of is answered with what to do", () => {
    const { due: none, problems } = due({ parts: { job: { checkpointTriggerNonce: 1 }, flinkVersion: "v1_16" } });
    expect(none).toEqual([]);
    expect(problems.join()).toContain("1.17 and later do");
  });
});

describe("a schedule", () => {
  const dueAt = (at: Instant): string => `counts-savepoint-periodic-${at}`;

  test.for<[when: string, asked: Asked, names: readonly string[]]>([
    ["its interval has not passed", { parts: hourly, now: later(hour(1), seconds(-1)) }, []],
    ["its interval has passed", { parts: hourly, now: hour(1) }, [dueAt(hour(1))]],
    ["a whole day was missed", { parts: hourly, now: hour(24) }, [dueAt(hour(1))]],
    ["it is a cron expression before its time", { parts: daily, now: hour(1, 29) }, []],
    ["it is a cron expression at its time", { parts: daily, now: hour(1, 30) }, [dueAt(hour(1, 30))]],
    ["it is off", { parts: { options: { "kubernetes.operator.periodic.savepoint.interval": "0" } }, now: hour(9) }, []],
    ["the job is suspended", { parts: { ...hourly, status: { jobStatus: { state: "FINISHED" } } }, now: hour(9) }, []],
    [
      "another operator took one before",
      {
        parts: {
          ...hourly,
          status: { jobStatus: { state: "RUNNING", savepointInfo: { lastPeriodicSavepointTimestamp: hour(1, 10) } } },
        },
        now: hour(2),
      },
      [],
    ],
    [
      "it is for checkpoints",
      { parts: { options: { "kubernetes.operator.periodic.checkpoint.interval": "30 min" } }, now: hour(1) },
      [`counts-checkpoint-periodic-${hour(0, 30)}`],
    ],
  ])("%s", ([, asked, expected]) => {
    expect(names(asked)).toEqual(expected);
  });

  test("is made up for once after an outage, and goes on from there", () => {
    const [first] = due({ parts: hourly, now: hour(24) }).due;
    const snapshots = [created(first?.object, hour(24))];
    expect(names({ parts: hourly, snapshots, now: hour(24, 1) })).toEqual([]);
    expect(due({ parts: hourly, snapshots, now: hour(24, 1) }).next).toBe(hour(25));
    expect(names({ parts: hourly, snapshots, now: hour(25) })).toEqual([dueAt(hour(25))]);
  });

  test("asks for the same name until the snapshot is seen", () => {
    expect(names({ parts: hourly, now: hour(1) })).toEqual(names({ parts: hourly, now: hour(3) }));
  });

  test("waits for the one before, and not for a manual one", () => {
    const object = due({ parts: hourly, now: hour(1) }).due[0]?.object;
    const pending = created(object, hour(1), "IN_PROGRESS");
    expect(names({ parts: hourly, snapshots: [pending], now: hour(3) })).toEqual([]);
    const manual = due({ parts: { job: { savepointTriggerNonce: 7 } } }).due[0]?.object;
    expect(names({ parts: hourly, snapshots: [created(manual, hour(1), "IN_PROGRESS")], now: hour(3) })).toHaveLength(
      1,
    );
  });

  test("counts from one that failed, too", () => {
    const object = due({ parts: hourly, now: hour(1) }).due[0]?.object;
    const failed = { ...created(object, hour(1), "FAILED") };
    const snapshots = [{ ...failed, status: { ...failed.status, failures: 1 } }];
    expect(names({ parts: hourly, snapshots, now: hour(1, 59) })).toEqual([]);
    expect(names({ parts: hourly, snapshots, now: hour(2) })).toHaveLength(1);
  });

  test("that means nothing is told, with its field and its value", () => {
    const { problems } = due({ parts: { options: { "kubernetes.operator.periodic.savepoint.interval": "often" } } });
    expect(problems.join()).toContain("kubernetes.operator.periodic.savepoint.interval is 'often': give a duration");
  });

  test("tells when it is due next", () => {
    expect(due({ parts: hourly, now: hour(0, 5) }).next).toBe(hour(1));
    expect(due({ parts: hourly, now: hour(1, 5) }).next).toBe(hour(2, 5));
    expect(due({ parts: daily }).next).toBe(hour(1, 30));
    expect(due({}).next).toBeUndefined();
  });
});

describe("the object", () => {
  test("is as the Apache operator makes it, and is taken by our CRD", () => {
    const options = {
      "kubernetes.operator.savepoint.format.type": "NATIVE",
      "kubernetes.operator.savepoint.dispose-on-delete": "true",
    };
    const [one] = due({ parts: { job: { savepointTriggerNonce: 7 }, options } }).due;
    expect(one?.object).toEqual({
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkStateSnapshot",
      metadata: {
        name: "counts-savepoint-manual-7-abcdef01-5",
        namespace: "team",
        labels: {
          "snapshot.type": "SAVEPOINT",
          "snapshot.trigger-type": "MANUAL",
          "snapshot.state": "TRIGGER_PENDING",
          "job-reference.kind": "FlinkDeployment",
          "job-reference.name": "counts",
        },
      },
      spec: {
        jobReference: { kind: "FlinkDeployment", name: "counts" },
        savepoint: { path: "s3://state/savepoints", formatType: "NATIVE", disposeOnDelete: true, alreadyExists: false },
        backoffLimit: 0,
      },
    });
  });

  test("of an upgrade speaks of the savepoint that was taken", () => {
    const object = upgradeSnapshot(aDeployment(), directory, { path: "s3://state/savepoints/savepoint-1", at: made });
    expect(object.metadata.name).toBe(`counts-savepoint-upgrade-${made}`);
    expect(object.metadata.labels).toMatchObject({ "snapshot.trigger-type": "UPGRADE" });
    expect(object["spec"]).toMatchObject({
      savepoint: { path: "s3://state/savepoints/savepoint-1", alreadyExists: true, disposeOnDelete: false },
    });
  });
});
