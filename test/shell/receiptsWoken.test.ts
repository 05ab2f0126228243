import { expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import type { Due, Wake } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { Chance } from "../sequence/support/chance.ts";
import { ask, listening, type ToldStage } from "../sequence/support/told.ts";

/** Each wake is delivered ten times, in any order, several of them at the same time. */
async function delivered(wakes: readonly Wake[], stage: ToldStage, chance: Chance): Promise<readonly Wake[]> {
  const { scene } = stage;
  const sent: Due[] = [];
  const queue = { send: async (due: readonly Due[]) => void sent.push(...due) };
  const ports = { ...scene.ports, fleet: scene.world.fleet, queue };
  const left = [...chance.shuffled(wakes.flatMap((wake) => Array.from({ length: 10 }, () => wake)))];
  while (left.length > 0) {
    const together = left.splice(0, 1 + chance.below(5));
    await Promise.all(together.map((wake) => look(wake, ports)));
  }
  const next = new Map(sent.map(({ wake }) => [JSON.stringify(wake), wake]));
  return [...next.values()];
}

test.for([1, 2, 3])(
  "wakes delivered tenfold and shuffled, order %i, tell each receipt with one content",
  async (seed) => {
    const stage = await listening();
    const chance = new Chance(seed);
    const whole: Wake = { spoke: "one" };
    ask(stage, { id: "c1", spec: { restartNonce: 1 } });
    let next: readonly Wake[] = [whole];
    for (let second = 0; second < 90; second += 3) {
      if (second === 60) ask(stage, { id: "c2", action: "suspend", spec: { job: { state: "suspended" } } });
      // The schedule comes round now and then.
      next = await delivered(second % 15 === 0 ? [...next, whole] : next, stage, chance);
      stage.scene.world.advance(seconds(3));
    }
    expect(stage.scene.world.violations).toEqual([]);
    expect(stage.receipts.map(({ changeId, result }) => [changeId, result])).toEqual([
      ["c1", "succeeded"],
      ["c2", "succeeded"],
    ]);
    expect(stage.runs).toHaveLength(2);
    expect(stage.changes).toMatchObject({ outbox: [] });
  },
);
