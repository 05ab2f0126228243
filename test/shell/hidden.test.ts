import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";

const [application] = example("native-application.yaml");
if (application === undefined) throw new Error("the example holds nothing");

test("a Deployment without Flink's labels that has the name of a cluster is told", async () => {
  const scene = new Scene();
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } };
  scene.spoke.api.create({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "orders", namespace: "default", labels },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  });
  scene.apply(application);
  await scene.passFor(minutes(2), seconds(15));
  expect(scene.resource("orders")["status"]).toMatchObject({
    error: expect.stringContaining("Deployment orders exists already and belongs to somebody else") as unknown,
    conditions: expect.arrayContaining([
      expect.objectContaining({ type: "Degraded", status: "True", reason: "DeploymentFailed" }),
    ]) as unknown,
  });
  scene.spoke.api.delete({ kind: "Deployment", namespace: "default", name: "orders" });
  await scene.passFor(minutes(3), seconds(15));
  expect(scene.resource("orders")["status"]).toMatchObject({ lifecycleState: "STABLE" });
});
