import { expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Log, Spoke } from "../../lib/ports/index.ts";
import { speakingOf } from "../../lib/shell/speakingOf.ts";
import { sweep } from "../../lib/shell/sweep.ts";
import { World } from "../../lib/world/world.ts";
import { MemoryBus } from "../support/memoryBus.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { jarUri, sessionCluster, sessionJob } from "../sequence/support/session.ts";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly spoke?: unknown;
}

const written = (): { readonly lines: Line[]; readonly log: Log } => {
  const lines: Line[] = [];
  const line = (level: string) => (message: string, keys: object) => void lines.push({ level, message, ...keys });
  return { lines, log: { info: line("info"), warn: line("warn") } };
};

/** Session jobs cannot be listed there. */
const withoutSessionJobs = (spoke: Spoke): Spoke => ({
  ...spoke,
  connect: async () => {
    const { cluster, ...rest } = await spoke.connect();
    const list: typeof cluster.list = (query) =>
      query.kind === "FlinkSessionJob"
        ? Promise.reject(new Faulted({ kind: "denied", what: "FlinkSessionJob", because: "no" }))
        : cluster.list(query);
    return { ...rest, cluster: Object.assign(Object.create(cluster) as typeof cluster, { list }) };
  },
});

test("every line of a pass says which cluster it speaks of", async () => {
  const world = new World({ spokes: ["east", "west"] });
  const { lines, log } = written();
  const bus = new MemoryBus();
  bus.reachable = false;
  const [application] = example("native-application.yaml");
  for (const spoke of world.spokes) {
    spoke.artifacts.put(jarUri, "a jar");
    for (const object of [application, sessionCluster(), sessionJob()])
      if (object !== undefined) spoke.api.create(object);
  }
  const ports = { ...new Scene().ports, clock: world.clock, ids: world.ids, log, bus };
  for (let passed = 0; passed < minutes(1); passed += seconds(5)) {
    for (const spoke of await world.fleet.spokes())
      await sweep(passed === 0 ? withoutSessionJobs(spoke) : spoke, ports);
    world.advance(seconds(5));
  }
  expect(new Set(lines.map(({ message }) => message))).toEqual(
    new Set(["A kind cannot be looked at", "Deciding", "Decision", "Bus was not told"]),
  );
  for (const message of new Set(lines.map((line) => line.message))) {
    const spokes = lines.filter((line) => line.message === message).map(({ spoke }) => spoke);
    expect({ message, spokes: new Set(spokes) }).toEqual({ message, spokes: new Set(["east", "west"]) });
  }
});

test("what a line says itself holds", () => {
  const { lines, log } = written();
  const speaking = speakingOf({ spoke: "east", run: 1 }, log);
  speaking.warn("Moving", { spoke: "west" });
  speaking.info("Staying", { run: 2 });
  expect(lines).toEqual([
    { level: "warn", message: "Moving", spoke: "west", run: 1 },
    { level: "info", message: "Staying", spoke: "east", run: 2 },
  ]);
});
