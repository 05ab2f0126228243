import { expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Delivery } from "../../lib/ports/index.ts";
import { answering } from "../../lib/shell/answer.ts";
import { World } from "../../lib/world/world.ts";
import { MemoryDeadLetters, MemoryDeliveries } from "../support/memoryPorts.ts";

const queue = "arn:aws:sqs:eu-west-1:123456789012:work";
const delivery = (body: string, attempts = 1, receipt = "r"): Delivery => ({
  body,
  attempts,
  from: { queue, receipt },
});
const east = JSON.stringify({ spoke: "east" });

function scene() {
  const world = new World({ spokes: ["east", "west"] });
  const warnings: Readonly<Record<string, unknown>>[] = [];
  const ports = {
    clock: world.clock,
    ids: world.ids,
    fleet: world.fleet,
    defaults: shippedDefaults,
    queue: new MemoryQueue(world.clock),
    deadLetters: new MemoryDeadLetters(),
    deliveries: new MemoryDeliveries(),
    log: {
      info: () => undefined,
      warn: (message: string, keys: Readonly<Record<string, unknown>>) => void warnings.push({ message, ...keys }),
    },
    mostAttempts: 3,
  };
  return { world, ports, warnings, answer: answering(ports) };
}

test.for([
  { body: "no JSON", reason: "this is no JSON: Unexpected token" },
  { body: "3", reason: "this is no wake: it is 3, must be a map" },
  { body: '{"spoke":3}', reason: "this is no wake: spoke is 3, must be text" },
  { body: '{"spoke":"east","when":1}', reason: "this is no wake: when is not a field" },
])("a message that cannot be understood is a dead letter at once: $body", async ({ body, reason }) => {
  const { ports, answer } = scene();
  await answer(delivery(body));
  expect(ports.deadLetters.letters).toEqual([{ body, reason: expect.stringContaining(reason), attempts: 1 }]);
});

test("a message that fails comes again, later each time, until it is given up with its reason", async () => {
  const { world, ports, answer } = scene();
  world.spoke("east").reachable = false;
  await expect(answering(ports)(delivery(east, 1, "first"))).rejects.toThrow("east");
  await expect(answering(ports)(delivery(east, 2, "second"))).rejects.toThrow("east");
  expect(ports.deliveries.putOffBy).toEqual(
    new Map([
      ["first", seconds(15)],
      ["second", seconds(30)],
    ]),
  );
  expect(ports.deadLetters.letters).toEqual([]);
  await answer(delivery(east, 3, "third"));
  const reason = "FlinkDeployment *: connect ETIMEDOUT east";
  expect(ports.deadLetters.letters).toEqual([{ body: east, attempts: 3, reason }]);
});

test("a message that cannot be put off comes again all the same, and the log says so", async () => {
  const { world, ports, answer, warnings } = scene();
  world.spoke("east").reachable = false;
  ports.deliveries.reachable = false;
  await expect(answer(delivery(east))).rejects.toThrow("east");
  expect(warnings.map(({ message }) => message)).toContain("Message cannot be put off");
});

test("a message that cannot be buried comes again", async () => {
  const { ports, answer } = scene();
  ports.deadLetters.reachable = false;
  await expect(answer(delivery("no JSON"))).rejects.toThrow("dead letters");
});

test("what is asked for several times in one batch is looked at once, and each message learns how it went", async () => {
  const { world, ports, answer } = scene();
  const lists = () => world.spoke("west").calls.filter(({ verb }) => verb === "list").length;
  await answer(delivery('{"spoke":"west"}'));
  const once = lists();
  world.advance(minutes(1));
  const again = answering(ports);
  await Promise.all(
    ['{"spoke":"west"}', ' {"spoke": "west"}', '{"spoke":"west"}'].map((body) => again(delivery(body))),
  );
  expect(lists()).toBe(2 * once);
  world.spoke("west").reachable = false;
  const third = answering(ports);
  const results = await Promise.allSettled([1, 2].map(() => third(delivery('{"spoke":"west"}'))));
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("a spoke that has left the fleet is no failure", async () => {
  const { ports, answer } = scene();
  await answer(delivery('{"spoke":"gone"}'));
  expect(ports.deadLetters.letters).toEqual([]);
});
