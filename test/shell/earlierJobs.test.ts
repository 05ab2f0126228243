import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";

const earlier = "0123456789abcdef0123456789abcdef";

function left(app: string): Parameters<Scene["spoke"]["api"]["create"]>[0] {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: `${app}-cluster-config-map`,
      namespace: "default",
      labels: { app, type: "flink-native-kubernetes", "configmap-type": "high-availability" },
    },
    data: {
      [`jobGraph-${earlier}`]: "x",
      [`executionPlan-${earlier}`]: "x",
      "org.apache.flink.k8s.leader.dispatcher": "y",
    },
  };
}

const dataOf = (scene: Scene, app: string): readonly string[] => {
  const found = scene.spoke.api.read({ kind: "ConfigMap", namespace: "default", name: `${app}-cluster-config-map` });
  return Object.keys(found["data"] as object);
};

test.for(["native-application-ha", "standalone-application-ha"])(
  "%s: a job that HA metadata of an earlier cluster tells of is not run beside the new one",
  async (file) => {
    const scene = new Scene();
    const [application] = example(`${file}.yaml`);
    if (application === undefined) throw new Error("the example holds nothing");
    const app = application.metadata.name;
    scene.spoke.api.create(left(app));
    scene.apply(application);
    await scene.passFor(minutes(1), seconds(15));
    expect(scene.resource(app)["status"]).toMatchObject({ lifecycleState: "STABLE" });
    const { jobId } = (scene.resource(app)["status"] as { readonly jobStatus: { readonly jobId: string } }).jobStatus;
    const jobs = dataOf(scene, app).filter((key) => /^(jobGraph|executionPlan)-/.test(key));
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toContain(jobId);
    expect(dataOf(scene, app)).toContain("org.apache.flink.k8s.leader.dispatcher");
  },
);

test("what another cluster keeps is left alone", async () => {
  const scene = new Scene();
  const [application] = example("native-application-ha.yaml");
  if (application === undefined) throw new Error("the example holds nothing");
  scene.spoke.api.create(left("other"));
  scene.apply(application);
  await scene.passFor(minutes(1), seconds(15));
  expect(dataOf(scene, "other")).toContain(`jobGraph-${earlier}`);
});
