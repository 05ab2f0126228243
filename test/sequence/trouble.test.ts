import { expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "./support/scene.ts";

const application = (spec: Readonly<Record<string, unknown>> = {}, file = "native-application"): KubernetesObject => {
  const [object] = example(`${file}.yaml`);
  if (object === undefined) throw new Error(`${file} holds nothing`);
  return { ...object, spec: { ...(object["spec"] as object), ...spec } };
};
const orders = { namespace: "default", name: "orders" };

/** One line an event, as `kubectl describe` would show them. */
const events = (scene: Scene): string =>
  scene.spoke.api
    .list("Event")
    .items.filter((event) => (event["involvedObject"] as { kind: string }).kind === "FlinkDeployment")
    .map(
      (event) =>
        `event   ${String(event["type"])} ${String(event["reason"])} x${String(event["count"])}: ${String(event["message"])}`,
    )
    .toSorted()
    .join("\n");

async function told(scene: Scene, name: string): Promise<void> {
  await expect(`${scene.story}${events(scene)}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
}

test.for(["native-application", "standalone-application"])("%s with an image that does not exist", async (file) => {
  const scene = new Scene();
  scene.apply(application({ image: "registry.invalid/does-not-exist:1" }, file));
  await scene.passFor(minutes(3));
  await told(scene, `${file}-missing-image`);
});

test("a jar that does not exist", async () => {
  const scene = new Scene();
  scene.apply(application({ job: { jarURI: "local:///opt/flink/usrlib/does-not-exist.jar", parallelism: 1 } }));
  await scene.passFor(minutes(3));
  await told(scene, "missing-jar");
});

test("a JobManager pod killed comes back and status follows", async () => {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(minutes(1));
  scene.tell("kill    the JobManager's pod");
  const pod = scene.spoke.api.list("Pod").items.find(({ metadata }) => metadata.labels?.["component"] === "jobmanager");
  scene.spoke.killPod({ namespace: "default", name: pod?.metadata.name ?? "" });
  await scene.passFor(minutes(1));
  await told(scene, "jobmanager-pod-killed");
});

test("a job that fails for good", async () => {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(minutes(1));
  scene.tell("fail    the job");
  scene.spoke.failJob(
    orders,
    "java.lang.IllegalStateException: broker is gone\n\tat com.example.Orders.run(Orders.java:7)",
  );
  await scene.passFor(minutes(1));
  await told(scene, "job-failed");
});

test("a job that finishes by itself", async () => {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(minutes(1));
  scene.tell("finish  the job");
  scene.spoke.finishJob(orders);
  await scene.passFor(minutes(1));
  await told(scene, "job-finished");
});

test("a security group that hides Flink, and opens", async () => {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(minutes(1));
  scene.tell("close   the way to the pods");
  scene.spoke.flinkReachable = false;
  await scene.passFor(minutes(1));
  scene.tell("open    the way to the pods");
  scene.spoke.flinkReachable = true;
  await scene.passFor(minutes(1));
  await told(scene, "flink-unreachable");
});

test("a JobManager Deployment deleted by hand, of a stateless job", async () => {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(minutes(1));
  scene.tell("delete  the JobManager's Deployment");
  scene.spoke.api.delete({ kind: "Deployment", ...orders });
  await scene.passFor(minutes(1));
  await told(scene, "jobmanager-deleted");
});

test("a change that needs an upgrade, taken back, and an invalid one that is left alone", async () => {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(minutes(1));
  const edit = (what: string, spec: object): void => {
    scene.tell(`edit    ${what}`);
    scene.spoke.api.patch({ kind: "FlinkDeployment", ...orders }, { type: "merge", body: { spec } });
  };
  const before = (scene.resource("orders")["spec"] as { readonly image: string }).image;
  edit("image", { image: "flink:1.20.9" });
  await scene.passFor(seconds(30));
  edit("image, back", { image: before });
  await scene.passFor(seconds(30));
  edit("a forbidden key", {
    flinkConfiguration: { "kubernetes.operator.job.restart.failed": "true" },
    logConfiguration: { "x.properties": "" },
  });
  await scene.passFor(seconds(30));
  await told(scene, "spec-change");
});

test("pods that a quota refuses", async () => {
  const scene = new Scene();
  scene.spoke.podsRefused = "exceeded quota: small, requested: cpu=1, used: cpu=2, limited: cpu=2";
  scene.apply(application());
  await scene.passFor(minutes(1));
  scene.tell("raise   the quota");
  scene.spoke.podsRefused = undefined;
  await scene.passFor(minutes(2));
  await told(scene, "quota");
});
