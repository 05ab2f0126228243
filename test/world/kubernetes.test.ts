import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { World } from "../../lib/world/world.ts";
import { namespace } from "./flinkObjects.ts";
import { jobManagerPod, running } from "./running.ts";

const available = (spoke: SimulatedSpoke): unknown => {
  const { status } = spoke.api.read({ kind: "Deployment", namespace, name: "a" });
  const { conditions } = status as { conditions: readonly { type: string }[] };
  return conditions.find(({ type }) => type === "Available");
};

describe("the condition Available of a Deployment", () => {
  test("of a JobManager that never started is False since its creation", () => {
    const { spoke } = running({ name: "a", image: "flink:does-not-exist" }, minutes(10));
    const { creationTimestamp } = spoke.api.read({ kind: "Deployment", namespace, name: "a" }).metadata;
    expect(available(spoke)).toMatchObject({ status: "False", lastTransitionTime: creationTimestamp });
  });

  test("of one that started and died is False since then", () => {
    const { spoke, world } = running({ name: "a" }, minutes(1));
    expect(available(spoke)).toMatchObject({ status: "True" });
    spoke.killPod(jobManagerPod(spoke));
    world.advance(seconds(1));
    expect(available(spoke)).toMatchObject({ status: "False", lastTransitionTime: "2026-01-01T00:01:00Z" });
  });
});

test("snapshots are served, with a status of their own", () => {
  const { api } = new World().spoke();
  const ref = { kind: "FlinkStateSnapshot", namespace, name: "s" };
  const spec = { savepoint: {}, jobReference: { kind: "FlinkDeployment", name: "a" } };
  const made = api.create({
    apiVersion: "flink.apache.org/v1beta1",
    kind: ref.kind,
    metadata: { name: "s", namespace },
    spec,
  });
  api.patch(
    ref,
    { type: "merge", body: { status: { state: "COMPLETED", path: "s3://b/sp" } } },
    { subresource: "status" },
  );
  expect(api.read(ref)).toMatchObject({
    metadata: { generation: 1 },
    status: { state: "COMPLETED", path: "s3://b/sp" },
  });
  api.patch(ref, { type: "merge", body: { status: { state: "FAILED" } } });
  expect(api.read(ref)).toMatchObject({ status: { state: "COMPLETED" } });
  expect(made.metadata.uid).toBeDefined();
});

test("what is made at one moment under one name in two clusters comes up in both", () => {
  const world = new World({ spokes: ["one", "two"] });
  const labels = { app: "a" };
  const containers = [{ name: "flink-main-container", image: "flink:1.20" }];
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  for (const { api } of world.spokes) {
    api.create({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a", namespace }, spec });
  }
  world.advance(minutes(1));
  expect(world.spokes.map(({ api }) => api.list("Pod").items.length)).toEqual([1, 1]);
});
