import { describe, expect, test } from "vitest";
import { askedOnce } from "../../../lib/adapters/sqs/askedOnce.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { type Instant, later, seconds, type Millis } from "../../../lib/core/time.ts";
import type { Due, Queue, Wake } from "../../../lib/ports/index.ts";
import { look } from "../../../lib/shell/look.ts";
import { World } from "../../../lib/world/world.ts";
import { settableClock } from "../support/settableClock.ts";

const due = (name: string, after: Millis): Due => ({
  wake: { spoke: "east", resource: { kind: "FlinkDeployment", namespace: "n", name } },
  after,
});

function queued() {
  const clock = settableClock();
  const pass = (time: Millis): void => clock.set(later(clock.now(), time));
  const sent: Due[] = [];
  const inner = { isDown: false };
  const send: Queue["send"] = async (wakes) => {
    if (inner.isDown) throw new Faulted({ kind: "unavailable", what: "queue", because: "throttled" });
    sent.push(...wakes);
  };
  return { pass, sent, inner, queue: askedOnce({ send }, clock) };
}

describe("the same", () => {
  test("is asked for once until it is due, in whatever order its fields are", async () => {
    const { pass, sent, queue } = queued();
    await queue.send([due("orders", seconds(15))]);
    pass(seconds(10));
    const { spoke, resource } = due("orders", seconds(15)).wake;
    await queue.send([{ wake: { resource, spoke }, after: seconds(15) }, due("bills", seconds(15))]);
    expect(sent).toEqual([due("orders", seconds(15)), due("bills", seconds(15))]);
    pass(seconds(5));
    await queue.send([due("orders", seconds(15))]);
    expect(sent).toHaveLength(3);
  });

  test("is asked for again where it is to come sooner, or at once", async () => {
    const { pass, sent, queue } = queued();
    await queue.send([due("orders", seconds(15))]);
    await queue.send([due("orders", seconds(2))]);
    await queue.send([due("orders", seconds(0))]);
    pass(seconds(1));
    await queue.send([due("orders", seconds(5))]);
    expect(sent.map(({ after }) => after)).toEqual([seconds(15), seconds(2), seconds(0), seconds(5)]);
  });

  test("is asked for again where it could not be before", async () => {
    const { sent, inner, queue } = queued();
    inner.isDown = true;
    await expect(queue.send([due("orders", seconds(15))])).rejects.toMatchObject({ fault: { kind: "unavailable" } });
    inner.isDown = false;
    await queue.send([due("orders", seconds(15))]);
    expect(sent).toEqual([due("orders", seconds(15))]);
  });
});

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

/** Looks at one resource in each minute, where messages go to each of so many processes in turn; it waits for its user from the second on. */
async function looksByMinute(processes: number): Promise<readonly number[]> {
  const world = new World();
  const { clock, ids, fleet } = world;
  world.spoke().api.create(orders);
  const waiting = new Set<{ readonly wake: Wake; readonly at: Instant }>();
  const send: Queue["send"] = async (wakes) => {
    for (const { wake, after } of wakes) waiting.add({ wake, at: later(clock.now(), after) });
  };
  const queues = Array.from({ length: processes }, () => askedOnce({ send }, clock));
  const log = { info: () => undefined, warn: () => undefined };
  const looks: number[] = [];
  let messages = 0;
  for (let minute = 0; minute < 30; minute += 1) {
    if (minute === 1) world.spoke().api.delete({ kind: "Deployment", namespace: "default", name: "orders" });
    await send([{ wake: { spoke: "one" }, after: seconds((minute * 7) % 60) }]);
    let looked = 0;
    for (let second = 0; second < 60; second += 1) {
      for (const message of [...waiting].filter(({ at }) => at <= clock.now())) {
        waiting.delete(message);
        messages += 1;
        looked += message.wake.resource === undefined ? 0 : 1;
        const queue = queues[messages % processes] ?? { send };
        await look(message.wake, { clock, ids, fleet, log, queue, defaults: shippedDefaults });
      }
      world.advance(seconds(1));
    }
    looks.push(looked);
  }
  const found = world.spoke().api.read({ kind: "FlinkDeployment", namespace: "default", name: "orders" });
  expect(found["status"]).toMatchObject({ lifecycleState: "FAILED" });
  return looks;
}

test.for([1, 2, 5])(
  "what waits for good is looked at as often after many passes as after few, by %i",
  async (processes) => {
    const looks = await looksByMinute(processes);
    // Twice a minute is what its plan asks for.
    expect(Math.max(...looks.slice(3))).toBeLessThanOrEqual(2 + 2 * processes);
  },
);
