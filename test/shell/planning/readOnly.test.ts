import { expect, test } from "vitest";
import { readOnly } from "../../../lib/shell/planning/readOnly.ts";
import { running } from "../../sequence/support/stage.ts";

const writes = {
  cluster: ["create", "apply", "patch", "writeStatus", "remove"],
  flink: [
    "cancel",
    "triggerSavepoint",
    "stopWithSavepoint",
    "triggerCheckpoint",
    "disposeSavepoint",
    "setResourceRequirements",
    "uploadJar",
    "runJar",
    "deleteJar",
  ],
  artifacts: ["open"],
} as const;

const all = Object.entries(writes).flatMap(([port, names]) => names.map((name) => ({ port, name })));

async function guarded() {
  const { scene } = await running();
  const [spoke] = await scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has a spoke");
  return { scene, connection: readOnly(await spoke.connect()) };
}

test.for(all)("$port.$name is refused before it is sent", async ({ port, name }) => {
  const { scene, connection } = await guarded();
  const before = scene.spoke.calls.length;
  const method = Reflect.get(connection[port as keyof typeof writes], name) as () => Promise<unknown>;
  await expect(method()).rejects.toThrow(`${name} writes, and a plan only reads`);
  expect(scene.spoke.calls.length).toBe(before);
});

test("what only reads gets through", async () => {
  const { connection } = await guarded();
  const found = await connection.cluster.list({ kind: "FlinkDeployment" });
  expect(found.map(({ metadata }) => metadata.name)).toEqual(["orders"]);
  const at = { namespace: "default", service: "orders-rest", scheme: "http" } as const;
  expect((await connection.flink.jobs(at)).map(({ state }) => state)).toEqual(["RUNNING"]);
});
