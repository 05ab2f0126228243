import { describe, expect, test } from "vitest";
import { Faulted } from "../../../lib/core/fault.ts";
import { minutes, seconds } from "../../../lib/core/time.ts";
import type { Due, Spoke, Wake } from "../../../lib/ports/index.ts";
import { look } from "../../../lib/shell/look.ts";
import { payments, Stage } from "./support/stage.ts";

const periodic = { labels: { "snapshot.trigger-type": "PERIODIC" } };
const kept = { savepoint: { disposeOnDelete: false } };

describe("a pass", () => {
  test("deletes periodic snapshots beyond the limit, oldest first, and with them their files", async () => {
    const stage = await new Stage().begin({}, { "kubernetes.operator.savepoint.history.max.count": "2" });
    for (const name of ["a", "b", "c"]) {
      stage.ask(name, {}, periodic);
      await stage.passFor(seconds(30));
    }
    stage.ask("mine");
    await stage.passFor(seconds(30));
    expect(stage.names("FlinkStateSnapshot").toSorted()).toEqual(["b", "c", "mine"]);
    expect(stage.savepoints).toHaveLength(3);
  });

  test("leaves the snapshots of jobs alone that are not selected", async () => {
    const stage = await new Stage().begin();
    stage.ask("now");
    const selected = (spoke: Spoke): Spoke => ({ ...spoke, labelSelector: "team=other" });
    await stage.pass(selected);
    expect(stage.status("now")).toEqual({});
    expect(stage.savepoints).toEqual([]);
  });

  test("goes on where the kind is not installed", async () => {
    const stage = await new Stage().begin();
    stage.spoke.api.delete({
      kind: "CustomResourceDefinition",
      namespace: undefined,
      name: "flinkstatesnapshots.flink.apache.org",
    });
    expect(await stage.pass()).toMatchObject({ kind: "swept", results: [{ name: "payments" }] });
  });

  test("goes on where snapshots may not be listed", async () => {
    const stage = await new Stage().begin();
    stage.ask("now");
    const forbidden = (spoke: Spoke): Spoke => ({
      ...spoke,
      connect: async () => {
        const { cluster, flink, artifacts } = await spoke.connect();
        const list: typeof cluster.list = async (query) => {
          if (query.kind !== "FlinkStateSnapshot") return cluster.list(query);
          throw new Faulted({ kind: "denied", what: "FlinkStateSnapshot", because: "403" });
        };
        return { cluster: { ...cluster, list }, flink, artifacts };
      },
    });
    expect(await stage.pass(forbidden)).toMatchObject({ kind: "swept", results: [{ name: "payments" }] });
  });

  test("one that cannot be read delays no other", async () => {
    const stage = await new Stage().begin();
    stage.ask("bad");
    stage.ask("good");
    await stage.pass();
    stage.spoke.api.patch(
      { kind: "FlinkStateSnapshot", namespace: "default", name: "bad" },
      { type: "merge", body: { status: { fleet: { intent: { kind: "unheard-of" } } } } },
      { manager: "test", subresource: "status" },
    );
    await stage.passFor(seconds(30));
    expect(stage.status("good")).toMatchObject({ state: "COMPLETED" });
    const swept = await stage.pass();
    expect(swept.kind === "swept" && swept.results.find(({ name }) => name === "bad")?.failure).toMatchObject({
      fault: { kind: "rejected" },
    });
  });

  test("of one snapshot looks at that one alone, and asks to be woken for it", async () => {
    const stage = await new Stage().begin();
    stage.ask("now", kept);
    stage.ask("other", kept);
    const sent: Wake[] = [];
    const ports = {
      ...stage.ports,
      fleet: stage.world.fleet,
      queue: { send: async (due: readonly Due[]) => void sent.push(...due.map(({ wake }) => wake)) },
    };
    const resource = { kind: "FlinkStateSnapshot", namespace: "default", name: "now" };
    const before = stage.spoke.calls.length;
    await look({ spoke: "one", resource }, ports);
    const lists = stage.spoke.calls.slice(before).filter(({ verb }) => verb === "list");
    expect(new Set(lists.map(({ what }) => what.split(" ").slice(0, 2).join(" ")))).toEqual(
      new Set(["FlinkStateSnapshot default/now", "FlinkDeployment default/payments", "Deployment default"]),
    );
    expect(stage.status("now")).toMatchObject({ state: "IN_PROGRESS" });
    expect(stage.status("other")).toEqual({});
    expect(sent).toEqual([{ spoke: "one", resource, since: stage.world.clock.now() }]);
    stage.world.advance(seconds(10));
    await look({ spoke: "one", resource }, ports);
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED" });
    expect(sent).toHaveLength(1);
  });

  test("takes a savepoint of a session job", async () => {
    const stage = await new Stage().begin();
    stage.spoke.api.create({
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkSessionJob",
      metadata: { name: "etl", namespace: "default" },
      spec: { deploymentName: payments.name, job: { jarURI: "https://host/etl.jar", parallelism: 1 } },
    });
    const { jobStatus } = stage.resource("payments")["status"] as { readonly jobStatus: unknown };
    stage.spoke.api.patch(
      { kind: "FlinkSessionJob", namespace: "default", name: "etl" },
      { type: "merge", body: { status: { jobStatus, reconciliationStatus: { state: "DEPLOYED" } } } },
      { manager: "test", subresource: "status" },
    );
    stage.ask("now", { jobReference: { kind: "FlinkSessionJob", name: "etl" } });
    stage.ask("lost", { jobReference: { kind: "FlinkSessionJob", name: "nobody" } });
    await stage.passFor(minutes(1));
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED" });
    expect(stage.status("lost")).toMatchObject({ state: "TRIGGER_PENDING" });
  });
});
