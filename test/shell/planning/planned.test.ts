import { describe, expect, test } from "vitest";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { manifestOf } from "../../../lib/core/planning/manifest.ts";
import { later, millis, minutes, seconds } from "../../../lib/core/time.ts";
import { applyPlan } from "../../../lib/cli/planning/applyPlan.ts";
import { planOf } from "../../../lib/cli/planning/planFleet.ts";
import { applyResource } from "../../../lib/shell/planning/applyResource.ts";
import { Chance } from "../../sequence/support/chance.ts";
import { generated } from "./support/generated.ts";
import { told, Writes } from "./support/writes.ts";

// One world in three hundred, and not the same ones; all of them with EVERY=1, others with SEED=n, one alone with WORLD=n.
const every = Number(process.env["EVERY"] ?? 300);
const seed = Number(process.env["SEED"] ?? 1);
const only = process.env["WORLD"];
const worlds =
  only === undefined
    ? Array.from({ length: 3000 }, (_, index) => seed * 10_000 + index).filter((world) => (world * 7) % every === 0)
    : [Number(only)];

/** Long enough for whatever waits for time. */
const quiet = seconds(70);
const longest = minutes(4);
const step = seconds(5);

describe(`every write is in the plan, and none of the plan is missing (seed ${seed})`, () => {
  test.for(worlds)("WORLD=%i", async (world) => {
    const { scene, wanted, told: how } = await generated(new Chance(world));
    const writes = new Writes();
    const spokes = (await scene.world.fleet.spokes()).map(writes.through);
    const [spoke] = spokes;
    if (spoke === undefined) throw new Error("the world has a spoke");
    const around = { clock: scene.world.clock, ids: scene.world.ids, defaults: shippedDefaults };
    const task = { spoke, asked: { parts: [], manifests: wanted.map(manifestOf) } };
    const plan = await planOf({ tasks: [task], failures: [] }, around);
    expect(told(writes.all), `${how}: a plan writes nothing`).toEqual([]);
    expect(plan.failures).toEqual([]);

    const outcomes = await applyPlan(plan, spokes, around);
    const isBlocked = plan.resources.some(({ blocked }) => blocked.length > 0);
    const refused = outcomes.filter(({ outcome }) => outcome !== "applied" && outcome !== "unchanged");
    expect(refused.length > 0, `${how}\n${JSON.stringify(refused.map(({ lines }) => lines))}`).toBe(isBlocked);
    // It is refused; whoever applies it all the same sees that it comes to no more than what was planned.
    const { cluster } = await spoke.connect();
    for (const { of, outcome } of outcomes) if (outcome === "refused") await applyResource(of, cluster);
    const end = later(scene.world.clock.now(), longest);
    for (let still = 0; still < quiet && scene.world.clock.now() < end;) {
      const before = scene.spoke.calls.length;
      await scene.pass(writes.through);
      const wrote = scene.spoke.calls.slice(before).some(({ verb }) => !["list", "read", "GET"].includes(verb));
      still = wrote ? 0 : millis(still + step);
      scene.world.advance(step);
    }
    expect(told(writes.all), `${how}\n${scene.story}`).toEqual(told(plan.resources.flatMap((one) => one.writes)));
    expect(scene.world.violations).toEqual([]);
  });
});
