import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { HeldAfter } from "./support/turnstile.ts";

interface Came {
  readonly first: "held" | "ended";
  readonly second: "held" | "ended";
}

/** The first run is held after so many writes; a second one starts and is held too; then they end in this order. */
async function interleaved(scene: Scene, first: number, second: number): Promise<Came> {
  const one = new HeldAfter(first, "writes");
  const two = new HeldAfter(second, "writes");
  const runOne = scene.pass(one.through);
  const firstCame = await one.reachedOr(runOne);
  const runTwo = scene.pass(two.through);
  const secondCame = await two.reachedOr(runTwo);
  one.release();
  await runOne;
  two.release();
  await runTwo;
  return { first: firstCame, second: secondCame };
}

async function bothRuns(name: string, first: number, second: number): Promise<Came> {
  const scene = new Scene();
  for (const object of example(`${name}.yaml`)) scene.apply(object);
  const came = await interleaved(scene, first, second);
  await scene.passFor(minutes(1), seconds(15));
  const what = `first held after ${first}, second after ${second}`;
  expect(scene.world.violations, what).toEqual([]);
  const [resource] = scene.spoke.api.list("FlinkDeployment").items;
  expect(resource?.["status"], what).toMatchObject({ lifecycleState: "STABLE" });
  return came;
}

const examples = ["native-application-ha", "standalone-application", "native-session"];

describe.for(examples)("two runs at once, %s", { timeout: 240_000 }, (name) => {
  test("interleaved before every pair of writes, create one cluster and agree on it", async () => {
    let pairs = 0;
    for (let first = 0, came: Came["first"] = "held"; came === "held"; first += 1) {
      for (let second = 0, also: Came["second"] = "held"; also === "held"; second += 1) {
        ({ first: came, second: also } = await bothRuns(name, first, second));
        pairs += 1;
      }
    }
    // Fewer would mean that the runs were not held where they write.
    expect(pairs).toBeGreaterThan(30);
  });
});
