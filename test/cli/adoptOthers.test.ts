import { describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { instead } from "../support/instead.ts";
import { running, type Stage } from "../sequence/support/stage.ts";
import { runningSession } from "../sequence/support/sessionStage.ts";
import { adopt, apacheOperator, chargeOf, command } from "./support/adopting.ts";

describe("another operator", () => {
  const taken = async (objects: readonly KubernetesObject[]) => {
    const stage = await running();
    await adopt(stage, ["orders", "--mode", "observe"]);
    for (const object of objects) stage.scene.spoke.api.create(object);
    const done = await adopt(stage, ["orders"]);
    return { ...done, charge: chargeOf(stage) };
  };

  test.for([
    { what: "watches everything", objects: apacheOperator() },
    {
      what: "watches the namespace",
      objects: apacheOperator(["kubernetes.operator.watched.namespaces: other,default"]),
    },
    { what: "watches its labels", objects: apacheOperator(["kubernetes.operator.label.selector: '!team'"]) },
  ])("that $what keeps us off", async ({ objects }) => {
    const { code, err, charge } = await taken(objects);
    expect({ code, charge }).toEqual({ code: 2, charge: "observe" });
    expect(err).toMatch(
      /Apache operator \(Deployment flink\/flink-kubernetes-operator\) watches it: stop it first \(kubectl -n flink scale deployment\/flink-kubernetes-operator --replicas=0\)/u,
    );
  });

  test.for([
    { what: "is scaled to 0", objects: apacheOperator([], 0) },
    { what: "watches other namespaces", objects: apacheOperator(["kubernetes.operator.watched.namespaces: other"]) },
    { what: "watches other labels", objects: apacheOperator(["kubernetes.operator.label.selector: team=clicks"]) },
  ])("that $what does not", async ({ objects }) => {
    expect(await taken(objects)).toMatchObject({ code: 0, charge: "operate" });
  });

  test("that moves what is on its way is seen to", async () => {
    const stage = await running();
    await adopt(stage, ["orders", "--mode", "observe"]);
    stage.edit("another nonce", { restartNonce: 1 });
    const moves = async (): Promise<void> => stage.writeStatus("moves", (status) => ({ ...status, error: "moving" }));
    const { code, err } = await adopt(stage, ["orders"], moves);
    expect({ code, charge: chargeOf(stage) }).toEqual({ code: 2, charge: "observe" });
    expect(err).toMatch(/it moves: somebody acts on it still/u);
  });
});

describe("what says nothing of its own", () => {
  test("is operated without a fleet file, and the operator that watches it keeps us off all the same", async () => {
    const stage = await running();
    for (const object of apacheOperator()) stage.scene.spoke.api.create(object);
    const { code, err } = await adopt(stage, ["orders"]);
    expect({ code, charge: chargeOf(stage) }).toEqual({ code: 2, charge: undefined });
    expect(err).toMatch(/Apache operator \(Deployment flink\/flink-kubernetes-operator\) watches it: stop it first/u);
  });

  test("is taken over in the middle of an upgrade of our own: our writes are no other operator's", async () => {
    const stage = await running();
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(seconds(1), seconds(1));
    const meanwhile = () => stage.passFor(seconds(0), seconds(1));
    expect(await adopt(stage, ["orders"], meanwhile)).toMatchObject({ code: 0 });
    await stage.passFor(minutes(1));
    expect({ charge: chargeOf(stage), runs: stage.runs.length }).toEqual({ charge: "operate", runs: 2 });
  });

  test("is a job on a session cluster whose annotation says operate", async () => {
    const stage = await runningSession();
    await command(stage, ["adopt", "shared", "--yes"]);
    const job = { kind: "FlinkSessionJob", namespace: "default", name: "counts" } as const;
    const unsaid = { metadata: { annotations: { "flink-fleet/charge": null } } };
    stage.scene.spoke.api.patch(job, { type: "merge", body: unsaid });
    for (const object of apacheOperator()) stage.scene.spoke.api.create(object);
    const { code, err } = await command(stage, ["adopt", "counts"]);
    expect({ code, annotations: stage.scene.spoke.api.read(job).metadata.annotations }).toEqual({
      code: 2,
      annotations: undefined,
    });
    expect(err).toMatch(/Apache operator \(Deployment flink\/flink-kubernetes-operator\) watches it/u);
  });
});

/** The Apache operator runs, and somebody may not read one of the kinds that tell of it. */
async function hidden(kind: string): Promise<{ stage: Stage; spokes: readonly Spoke[] }> {
  const stage = await running();
  await adopt(stage, ["orders", "--mode", "observe"]);
  stage.scene.world.advance(minutes(2));
  for (const object of apacheOperator()) stage.scene.spoke.api.create(object);
  const [spoke] = await stage.scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has no spoke");
  const { cluster, ...rest } = await spoke.connect();
  const denied = () => Promise.reject(new Faulted({ kind: "denied", what: `${kind}s`, because: "forbidden" }));
  const list: typeof cluster.list = (query) =>
    query.kind === kind && query.namespace === undefined ? denied() : cluster.list(query);
  const read: typeof cluster.read = (of) =>
    of.kind === kind && of.namespace === "flink" ? denied() : cluster.read(of);
  return {
    stage,
    spokes: [{ ...spoke, connect: async () => ({ ...rest, cluster: instead(cluster, { list, read }) }) }],
  };
}

describe("what cannot be looked at", () => {
  test.for([
    { kind: "Deployment", says: /cannot be seen: .*forbidden.*--operator-stopped/u },
    { kind: "ConfigMap", says: /watches it, as far as can be seen: .*forbidden.*--operator-stopped/u },
  ])("refuses: $kind", async ({ kind, says }) => {
    const { stage, spokes } = await hidden(kind);
    const { code, err } = await command(stage, ["adopt", "orders"], undefined, spokes);
    expect({ code, err, charge: chargeOf(stage) }).toEqual({
      code: 2,
      err: expect.stringMatching(says),
      charge: "observe",
    });
  });

  test.for(["Deployment", "ConfigMap"])("is the user's word with --operator-stopped: %s", async (kind) => {
    const { stage, spokes } = await hidden(kind);
    const { code, out } = await command(stage, ["adopt", "orders", "--operator-stopped"], undefined, spokes);
    expect({ code, out, charge: chargeOf(stage) }).toEqual({
      code: 0,
      out: expect.stringMatching(/warning: .*forbidden/u),
      charge: "operate",
    });
  });

  test("is all that --operator-stopped speaks of: what is seen refuses with it too", async () => {
    const stage = await running();
    for (const object of apacheOperator()) stage.scene.spoke.api.create(object);
    expect(await adopt(stage, ["orders", "--operator-stopped"])).toMatchObject({ code: 2 });
    expect(chargeOf(stage)).toBeUndefined();
  });

  test.for([["--hand-back"], ["--mode", "shadow"]])("says nothing to %s, which is told", async (words) => {
    const { code, err } = await adopt(await running(), ["orders", "--operator-stopped", ...words]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/--operator-stopped goes with taking over/u) });
  });

  test("does not count for an operator that watches other namespaces by its environment", async () => {
    const { stage, spokes } = await hidden("ConfigMap");
    const ref = { kind: "Deployment", namespace: "flink", name: "flink-kubernetes-operator" } as const;
    const env = [{ name: "WATCH_NAMESPACES", value: "other" }];
    const spec = { template: { spec: { containers: [{ name: "flink-kubernetes-operator", env }] } } };
    stage.scene.spoke.api.patch(ref, { type: "strategic", body: { spec } });
    expect(await command(stage, ["adopt", "orders"], undefined, spokes)).toMatchObject({ code: 0 });
  });
});
