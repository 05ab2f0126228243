import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { type Came, everyPair, interleaved, type Pair } from "./support/pairs.ts";

async function bothRuns(name: string, pair: Pair, what: string): Promise<Came> {
  const scene = new Scene();
  for (const object of example(`${name}.yaml`)) scene.apply(object);
  const came = await interleaved((through) => scene.pass(through), pair, "writes");
  await scene.passFor(minutes(1), seconds(15));
  expect(scene.world.violations, what).toEqual([]);
  const [resource] = scene.spoke.api.list("FlinkDeployment").items;
  expect(resource?.["status"], what).toMatchObject({ lifecycleState: "STABLE" });
  return came;
}

const examples = ["native-application-ha", "standalone-application", "native-session"];

describe.for(examples)("two runs at once, %s", { timeout: 240_000 }, (name) => {
  test("interleaved before every pair of writes, create one cluster and agree on it", async () => {
    const pairs = await everyPair(1, (pair, what) => bothRuns(name, pair, what));
    // Fewer would mean that the runs were not held where they write.
    expect(pairs).toBeGreaterThan(30);
  });
});
