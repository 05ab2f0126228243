import { later, millis, seconds } from "../core/time.ts";
import type { Spoke } from "../ports/index.ts";
import { type Sweep, sweep } from "../shell/sweep.ts";
import { Changes, changeText } from "./changes.ts";
import { fleetTable } from "./fleetTable.ts";
import { lookAfter } from "./lookAfter.ts";
import { overview } from "./overview.ts";
import { isSettled } from "./row.ts";
import { silent } from "./silent.ts";
import type { KnownFleet, Simulation, Surroundings } from "./surroundings.ts";

/** Surroundings whose clock is that of the simulation. */
export type Demo = Omit<Surroundings, "fleet" | "simulation"> &
  KnownFleet & { readonly simulation: Simulation; readonly kubeconfig: string };

const interval = seconds(5);
/** How often simulated time is brought up to date, and how often the table is drawn. */
const tick = millis(200);
const frame = seconds(1);

/** Lets time pass as fast as it goes until nothing more is on its way, and prints the fleet. False when that does not come. */
export async function settledDemo(demo: Demo): Promise<boolean> {
  const { fleet, simulation, terminal, clock } = demo;
  const ports = { ...demo, log: silent };
  const end = later(clock.now(), seconds(600));
  for (;;) {
    for (const spoke of await fleet.spokes()) await sweep(spoke, ports);
    const { rows } = await overview(await fleet.spokes());
    const settled = rows.every(isSettled);
    if (settled || clock.now() >= end) {
      terminal.out(fleetTable(rows, clock.now(), terminal));
      return settled;
    }
    simulation.advance(seconds(1));
  }
}

/** Simulated time goes with real time, and the fleet is shown until the user ends it. */
export async function liveDemo(demo: Demo): Promise<void> {
  const { fleet, clock, terminal } = demo;
  const changes = new Changes();
  const latest: string[] = [];
  const ports = { ...demo, log: silent };
  const told = async (spoke: Spoke): Promise<Sweep> => {
    const pass = await sweep(spoke, ports);
    const news = changes.since(pass, clock.now()).map(changeText);
    if (terminal.interactive) latest.splice(0, Math.max(0, latest.push(...news) - 8));
    else news.forEach(terminal.out);
    return pass;
  };
  if (!terminal.interactive) terminal.out(introduction(demo));
  const loops = (await fleet.spokes()).map((spoke) => lookAfter(() => told(spoke), demo, interval));
  await Promise.all([...loops, passTime(demo), ...(terminal.interactive ? [drawing(demo, latest)] : [])]);
}

async function passTime({ simulation, stopped, sleep }: Demo): Promise<void> {
  let last = performance.now();
  while (!stopped()) {
    await sleep(tick);
    const now = performance.now();
    simulation.advance(millis(Math.round(now - last)));
    last = now;
  }
}

async function drawing(demo: Demo, latest: readonly string[]): Promise<void> {
  const { fleet, clock, terminal, stopped, sleep } = demo;
  while (!stopped()) {
    const { rows } = await overview(await fleet.spokes());
    const news = latest.map((line) => terminal.style("dim", line)).join("\n");
    terminal.draw(`${introduction(demo)}\n\n${fleetTable(rows, clock.now(), terminal)}\n\n${news}`);
    await sleep(frame);
  }
}

const introduction = ({ kubeconfig, terminal }: Demo): string =>
  [
    terminal.style("bold", "A simulated fleet of three clusters. Ctrl-C ends it. In another terminal:"),
    `  kubectl --kubeconfig ${kubeconfig} --context us-east get flinkdeployments`,
    `  npx flink-fleet status --kubeconfig ${kubeconfig} --all-contexts`,
  ].join("\n");
