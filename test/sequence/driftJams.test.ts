import { expect, test } from "vitest";
import type { Fields } from "./support/application.ts";
import { handEdit, objectOf } from "./support/drift.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";

/** Nobody removes it with its cluster: whoever edited it has taken its owner out. */
const stays = { ownerReferences: null };

/** Edits that an apply of the wanted object cannot take back, so that a cluster is made over them. */
test.for<readonly [string, string, Fields, Fields]>([
  [
    "the number of a Service's port",
    "Service/orders-rest",
    { spec: { ports: [{ name: "rest", port: 9999, targetPort: 8081 }] } },
    { spec: { ports: [{ name: "rest", port: 8081, targetPort: 8081 }] } },
  ],
  [
    "another port that has taken the number of ours",
    "Service/orders-rest",
    {
      spec: {
        ports: [
          { name: "rest", port: 9999, targetPort: 8081 },
          { name: "mine", port: 8081, targetPort: 8081 },
        ],
      },
    },
    { spec: { ports: [{ name: "rest", port: 8081, targetPort: 8081 }] } },
  ],
  [
    "a ConfigMap that was made immutable",
    "ConfigMap/flink-config-orders",
    { immutable: true, data: { "flink-conf.yaml": "mine: 1\n" } },
    {},
  ],
])("an upgrade goes on over %s", async ([, what, edit, after]) => {
  const [kind = "", name = ""] = what.split("/");
  const stage = await running();
  handEdit(stage, what, { ...edit, metadata: stays });
  await upgraded(stage);
  expect(objectOf(stage, kind, name)).toMatchObject(after);
  expect(objectOf(stage, kind, name)["immutable"]).toBeUndefined();
});

test("an upgrade goes on over a Service that was made anew with an address", async () => {
  const stage = await running({ ha: false });
  const { api } = stage.scene.spoke;
  const { name, namespace, labels } = objectOf(stage, "Service", "orders").metadata;
  api.delete({ kind: "Service", namespace: "default", name });
  const spec = { selector: { app: "orders" }, ports: [{ name: "jobmanager-rpc", port: 6123 }] };
  api.create({ apiVersion: "v1", kind: "Service", metadata: { name, namespace, labels }, spec });
  await upgraded(stage);
  expect(objectOf(stage, "Service", "orders")).toMatchObject({ spec: { clusterIP: "None" } });
});

async function upgraded(stage: Stage): Promise<void> {
  stage.edit("another image", { image: "flink:1.20.9" });
  await stage.settle();
  expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
  expect(stage.runs).toHaveLength(2);
  expectStateKept(stage);
}
