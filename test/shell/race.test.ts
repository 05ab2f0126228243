import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { HeldAfter } from "./support/turnstile.ts";

/** The first run is held after so many calls; a second one starts and is held too; then they end in this order. */
async function interleaved(scene: Scene, first: number, second: number): Promise<"held" | "ended"> {
  const one = new HeldAfter(first);
  const two = new HeldAfter(second);
  const runOne = scene.pass(one.through);
  const came = await one.reachedOr(runOne);
  const runTwo = scene.pass(two.through);
  await two.reachedOr(runTwo);
  one.release();
  await runOne;
  two.release();
  await runTwo;
  return came;
}

describe.for(["native-application-ha", "standalone-application", "native-session"])(
  "two runs at once, %s",
  { timeout: 120_000 },
  (name) => {
    test("interleaved at every await, create one cluster and agree on it", async () => {
      for (let first = 0; ; first += 1) {
        let came: "held" | "ended" = "ended";
        for (const second of [0, 3, 7, 12]) {
          const scene = new Scene();
          for (const object of example(`${name}.yaml`)) scene.apply(object);
          came = await interleaved(scene, first, second);
          await scene.passFor(minutes(1), seconds(15));
          const what = `first held after ${first}, second after ${second}`;
          expect(scene.world.violations, what).toEqual([]);
          const [resource] = scene.spoke.api.list("FlinkDeployment").items;
          expect(resource?.["status"], what).toMatchObject({ lifecycleState: "STABLE" });
        }
        if (came === "ended") break;
      }
    });
  },
);
