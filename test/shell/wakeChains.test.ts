import { expect, test } from "vitest";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { type Instant, later, type Millis, seconds } from "../../lib/core/time.ts";
import type { Queue, Wake } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { World } from "../../lib/world/world.ts";

const orders = {
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name: "orders", namespace: "default" },
  spec: {
    image: "flink:1.20",
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    flinkConfiguration: {
      "execution.checkpointing.dir": "s3://flink/checkpoints",
      "execution.checkpointing.interval": "10 s",
      "execution.checkpointing.savepoint-dir": "s3://flink/savepoints",
    },
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: {
      jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar",
      parallelism: 1,
      upgradeMode: "savepoint",
    },
  },
};

/** Looks at one resource in each minute, where a pass begins in each; it waits for its user from the second on. */
async function looksByMinute(sweepWithin: Millis | undefined): Promise<readonly number[]> {
  const world = new World();
  const { clock, ids, fleet } = world;
  world.spoke().api.create(orders);
  const waiting = new Set<{ readonly wake: Wake; readonly at: Instant }>();
  const send: Queue["send"] = async (wakes) => {
    for (const { wake, after } of wakes) waiting.add({ wake, at: later(clock.now(), after) });
  };
  const log = { info: () => undefined, warn: () => undefined };
  const looks: number[] = [];
  for (let minute = 0; minute < 30; minute += 1) {
    if (minute === 1) world.spoke().api.delete({ kind: "Deployment", namespace: "default", name: "orders" });
    await send([{ wake: { spoke: "one" }, after: seconds((minute * 7) % 60) }]);
    let looked = 0;
    for (let second = 0; second < 60; second += 1) {
      for (const message of [...waiting].filter(({ at }) => at <= clock.now())) {
        waiting.delete(message);
        looked += message.wake.resource === undefined ? 0 : 1;
        await look(message.wake, { clock, ids, fleet, log, queue: { send }, defaults: shippedDefaults, sweepWithin });
      }
      world.advance(seconds(1));
    }
    looks.push(looked);
  }
  const found = world.spoke().api.read({ kind: "FlinkDeployment", namespace: "default", name: "orders" });
  expect(found["status"]).toMatchObject({ lifecycleState: "FAILED" });
  return looks;
}

test("what waits for good is looked at as often after many passes as after few", async () => {
  // Twice a minute is what its plan asks for, and the looks that two passes have begun may overlap.
  expect(Math.max(...(await looksByMinute(seconds(90))).slice(3))).toBeLessThanOrEqual(4);
  expect((await looksByMinute(undefined)).at(-1)).toBeGreaterThan(20);
});
