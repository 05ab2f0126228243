import { flinkFleet } from "../../../lib/cli/program.ts";
import type { Surroundings } from "../../../lib/cli/surroundings.ts";
import type { Terminal } from "../../../lib/cli/terminal.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { application, Triggering } from "../../shell/support/triggering.ts";
import { surroundings } from "../surroundings.ts";

const stateless = { job: { jarURI: "local:///opt/job.jar", parallelism: 1, upgradeMode: "stateless" } };

/** Two clusters: orders and clicks in one, orders of payments in the other. */
export function smallFleet(): Triggering {
  const scene = new Triggering({ spokes: ["east", "west"] });
  scene.create(application("orders", "default", stateless, { team: "orders" }), "east");
  clicksAt(scene, "clicks");
  scene.create(application("orders", "payments", stateless, { team: "payments" }), "west");
  return scene;
}

export const clicksAt = (scene: Triggering, name: string): void =>
  scene.create(application(name, "default", stateless, { team: "clicks" }), "east");

interface Circumstances {
  readonly given?: Parameters<typeof surroundings>[0];
  readonly over?: Partial<Surroundings>;
  readonly ask?: Terminal["ask"];
}

/** A command line in a world whose time passes while the command sleeps, and in which nothing else happens. */
export async function inFleet(
  scene: Triggering,
  words: readonly string[],
  { given = {}, over = {}, ask }: Circumstances = {},
) {
  const { world } = scene;
  const { of, out, err } = surroundings(given);
  const here: Surroundings = {
    ...of,
    terminal: ask === undefined ? of.terminal : { ...of.terminal, ask },
    clock: world.clock,
    ids: world.ids,
    fleet: async () => ({ fleet: scene.ports.fleet, defaults: shippedDefaults, allowTags: false }),
    sleep: async (time) => world.advance(time),
    stopped: () => false,
    ...over,
  };
  const code = await flinkFleet(words, here);
  return { code, out: out(), err: err() };
}
