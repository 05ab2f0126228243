import { describe, expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke, Wake } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { jarUri, sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { instead } from "../support/instead.ts";
import { payments, Stage } from "./snapshots/support/stage.ts";

const kept = { savepoint: { disposeOnDelete: false } };
const dispose = { savepoint: { disposeOnDelete: true } };
const labelled = (job: string, state: string) => ({
  labels: {
    "job-reference.name": job,
    "job-reference.kind": "FlinkDeployment",
    "snapshot.type": "SAVEPOINT",
    "snapshot.trigger-type": "PERIODIC",
    "snapshot.state": state,
  },
});

/** A job that runs, beside others in its namespace, and what wakes for single resources ask for. */
class Woken extends Stage {
  readonly asked: string[] = [];
  /** Of all lists together. */
  bytes = 0;
  instead: (cluster: Cluster) => Partial<Cluster> = () => ({});

  /** Snapshots and session jobs of others. */
  crowd(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const of = `other-${index % 10}`;
      this.ask(`other-${index}`, { jobReference: { kind: "FlinkDeployment", name: of } }, labelled(of, "COMPLETED"));
      this.spoke.api.create(sessionJob({ name: `other-${index}`, cluster: "elsewhere" }));
    }
  }

  async wake(kind: string, name: string): Promise<readonly Wake[]> {
    const queue = new MemoryQueue(this.world.clock);
    const spokes = async (): Promise<readonly Spoke[]> =>
      (await this.world.fleet.spokes()).map((one) => this.#counted(one));
    const wake = { spoke: "one", resource: { kind, namespace: "default", name } };
    const before = this.spoke.calls.length;
    await look(wake, { ...this.ports, fleet: { spokes }, queue });
    for (const { verb, what } of this.spoke.calls.slice(before)) this.asked.push(`${verb} ${what}`);
    this.world.advance(seconds(5));
    return queue.take();
  }

  #counted(spoke: Spoke): Spoke {
    const connect: Spoke["connect"] = async () => {
      const connection = await spoke.connect();
      const cluster = instead(connection.cluster, this.instead(connection.cluster));
      const list: Cluster["list"] = async (query) => {
        const found = await cluster.list(query);
        this.bytes += JSON.stringify(found, withoutRevisions).length;
        return found;
      };
      return { ...connection, cluster: instead(cluster, { list }) };
    };
    return { ...spoke, connect };
  }
}

/** They grow longer with every write, whoever makes it. */
const withoutRevisions = (key: string, value: unknown): unknown => (key === "resourceVersion" ? undefined : value);

const lists = ({ asked }: Woken): readonly string[] => asked.filter((call) => call.startsWith("list"));

describe("a wake for an application", () => {
  test("costs the same however many session jobs and snapshots there are beside it", async () => {
    const upgraded = async (others: number): Promise<Woken> => {
      const stage = await new Woken().begin({}, {});
      stage.crowd(others);
      stage.spoke.api.patch(
        { kind: "FlinkDeployment", ...payments },
        { type: "merge", body: { spec: { restartNonce: 1, job: { upgradeMode: "last-state" } } } },
        { manager: "kubectl" },
      );
      for (let looks = 0; looks < 20; looks += 1) await stage.wake("FlinkDeployment", "payments");
      expect(stage.resource("payments")["status"]).toMatchObject({ lifecycleState: "STABLE", observedGeneration: 2 });
      return stage;
    };
    const [alone, crowded] = [await upgraded(0), await upgraded(300)];
    expect(crowded.asked).toEqual(alone.asked);
    expect(crowded.bytes).toBe(alone.bytes);
    expect([...new Set(lists(crowded))].toSorted()).toMatchInlineSnapshot(`
      [
        "list ConfigMap default app=payments,type in (flink-native-kubernetes,flink-standalone-kubernetes)",
        "list ConfigMap default app=payments,type=flink-native-kubernetes,component!=autoscaler",
        "list Deployment default app=payments,type in (flink-native-kubernetes,flink-standalone-kubernetes)",
        "list FlinkDeployment default/payments",
        "list FlinkStateSnapshot default job-reference.name=payments",
        "list Pod default app=payments,type in (flink-native-kubernetes,flink-standalone-kubernetes)",
        "list Service default app=payments,type in (flink-native-kubernetes,flink-standalone-kubernetes)",
      ]
    `);
  });

  test("looks after the snapshots of its own, and deletes none of others that have outlived their limits", async () => {
    const options = { "kubernetes.operator.savepoint.history.max.count": "1" };
    const stage = await new Woken().begin({}, options);
    stage.ask("first", kept, labelled("payments", "TRIGGER_PENDING"));
    await stage.passFor(seconds(30));
    stage.ask("second", kept, labelled("payments", "TRIGGER_PENDING"));
    stage.crowd(30);
    for (let looks = 0; looks < 6; looks += 1) await stage.wake("FlinkDeployment", "payments");
    expect(stage.status("second")).toMatchObject({ state: "COMPLETED" });
    expect(stage.snapshot("first")).toBeUndefined();
    expect(stage.names("FlinkStateSnapshot")).toHaveLength(31);
    expect(lists(stage).filter((call) => call === "list FlinkStateSnapshot default")).toEqual([]);
    expect(stage.asked.filter((call) => call.includes("other-"))).toEqual([]);
  });

  test("leaves a snapshot that nobody has labelled to a wake of its own, and to a pass over all", async () => {
    const stage = await new Woken().begin();
    stage.ask("mine");
    stage.ask("late");
    await stage.wake("FlinkDeployment", "payments");
    expect(stage.status("mine")).toEqual({});
    await stage.wake("FlinkStateSnapshot", "mine");
    expect(stage.status("mine")).toMatchObject({ state: "IN_PROGRESS" });
    await stage.pass();
    expect(stage.status("late")).toMatchObject({ state: "IN_PROGRESS" });
  });

  test("with a schedule of savepoints counts all of its own, those that have lost their labels among them", async () => {
    const stage = await new Woken().begin({}, { "kubernetes.operator.periodic.savepoint.interval": "10 min" });
    stage.world.advance(minutes(10));
    await stage.wake("FlinkDeployment", "payments");
    const [made = ""] = stage.names("FlinkStateSnapshot");
    expect(made).toContain("payments-savepoint-periodic-");
    await stage.passFor(seconds(20));
    stage.spoke.api.patch(
      { kind: "FlinkStateSnapshot", namespace: "default", name: made },
      { type: "merge", body: { metadata: { labels: { "job-reference.name": null } } } },
      { manager: "kubectl" },
    );
    // The next one is due an interval after the last: where that was not seen it would be asked for again, under its name.
    stage.world.advance(minutes(10));
    await stage.wake("FlinkDeployment", "payments");
    expect(stage.names("FlinkStateSnapshot")).toHaveLength(2);
  });
});

describe("a wake for a session cluster", () => {
  test("tells its jobs, and when it is gone they are told that", async () => {
    const stage = new Woken();
    stage.spoke.artifacts.put(jarUri, "a jar");
    stage.apply(sessionCluster());
    await stage.passFor(minutes(1), seconds(10));
    stage.apply(sessionJob());
    await stage.wake("FlinkDeployment", "shared");
    const counts = () => stage.spoke.api.read({ kind: "FlinkSessionJob", namespace: "default", name: "counts" });
    expect(counts()["status"]).toMatchObject({ jobStatus: { jobId: expect.any(String) } });
    stage.apply(sessionJob({ name: "lost", cluster: "gone" }));
    await stage.wake("FlinkDeployment", "gone");
    const lost = stage.spoke.api.read({ kind: "FlinkSessionJob", namespace: "default", name: "lost" });
    expect(lost["status"]).toMatchObject({ lifecycleState: "CREATED", fleet: { step: { name: "sessionCluster" } } });
  });
});

describe("a wake for one snapshot", () => {
  async function withSessionJob(): Promise<Woken> {
    const stage = await new Woken().begin();
    stage.crowd(40);
    stage.spoke.api.create(sessionJob({ name: "etl", cluster: "payments" }));
    const { jobStatus } = stage.resource("payments")["status"] as { readonly jobStatus: unknown };
    stage.spoke.api.patch(
      { kind: "FlinkSessionJob", namespace: "default", name: "etl" },
      { type: "merge", body: { status: { jobStatus, reconciliationStatus: { state: "DEPLOYED" } } } },
      { manager: "test", subresource: "status" },
    );
    stage.ask("now", { jobReference: { kind: "FlinkSessionJob", name: "etl" } });
    return stage;
  }

  test("of a session job asks for nothing but that job and its cluster", async () => {
    const stage = await withSessionJob();
    await stage.wake("FlinkStateSnapshot", "now");
    await stage.wake("FlinkStateSnapshot", "now");
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED" });
    expect(new Set(stage.asked.filter((call) => /^(list|read)/u.test(call)))).toMatchInlineSnapshot(`
      Set {
        "list FlinkStateSnapshot default/now",
        "read FlinkSessionJob default/etl",
        "list FlinkDeployment default/payments",
        "read Deployment default/payments",
        "read FlinkDeployment default/payments",
        "read FlinkStateSnapshot default/now",
      }
    `);
  });

  test("of a session job that could not be looked at is waited for, and not given up", async () => {
    const stage = await withSessionJob();
    await stage.wake("FlinkStateSnapshot", "now");
    stage.instead = (cluster) => ({
      read: async (ref) => {
        if (ref.kind !== "FlinkSessionJob") return cluster.read(ref);
        throw new Faulted({ kind: "unavailable", what: "FlinkSessionJob", because: "timed out" });
      },
    });
    await stage.wake("FlinkStateSnapshot", "now");
    expect(stage.status("now")).toMatchObject({ state: "IN_PROGRESS" });
    stage.instead = () => ({});
    await stage.wake("FlinkStateSnapshot", "now");
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED" });
  });

  test("that is deleted leaves files alone of which a snapshot of another job speaks", async () => {
    const stage = await new Woken().begin();
    stage.ask("now", dispose);
    await stage.passFor(minutes(1));
    const [path] = stage.savepoints;
    stage.ask("theirs", { jobReference: { kind: "FlinkDeployment", name: "bills" } }, labelled("bills", "COMPLETED"));
    stage.spoke.api.patch(
      { kind: "FlinkStateSnapshot", namespace: "default", name: "theirs" },
      { type: "merge", body: { status: { state: "COMPLETED", path } } },
      { manager: "test", subresource: "status" },
    );
    stage.delete("now");
    await stage.wake("FlinkStateSnapshot", "now");
    await stage.wake("FlinkDeployment", "payments");
    expect(stage.snapshot("now")).toBeDefined();
    expect(stage.savepoints).toEqual([path]);
    expect(stage.events("now").join()).toContain("another FlinkStateSnapshot speaks of it");
  });
});
