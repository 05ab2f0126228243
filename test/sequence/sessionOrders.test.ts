import { describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import { SessionWalk, type SmallAct, type SmallSession } from "./support/sessionWalk.ts";
import { moves, onCluster, onJob } from "./support/sessionWalkActs.ts";

type Acts = Readonly<Record<string, SmallAct>>;

/** Every order of so many acts. */
function* orders(names: readonly string[], depth: number): Generator<readonly string[]> {
  if (depth === 0) return yield [];
  for (const name of names) for (const rest of orders(names, depth - 1)) yield [name, ...rest];
}

/** How many passes lie between one act and the next: none, one, or enough to be in the middle of what follows. */
const pauses = [1, 2, 0, 4] as const;

async function lived(walk: SessionWalk, acts: Acts, order: readonly string[], turn: number): Promise<void> {
  const { scene } = walk.stage;
  await scene.passFor(seconds(40), seconds(5));
  scene.beginStory();
  for (const [index, name] of order.entries()) {
    acts[name]?.(walk);
    const pause = pauses[(turn + index) % pauses.length] ?? 1;
    for (let pass = 0; pass < pause; pass += 1) {
      await scene.pass();
      scene.world.advance(seconds(2));
    }
  }
  await walk.comesToRest();
  const came = { broken: walk.broken(), stuck: walk.stuck() };
  expect(came, `order ${turn}: ${order.join(", ")}\n${scene.story}`).toEqual({ broken: [], stuck: [] });
}

// One order in so many, and not the same of each world; all of them with EVERY=1, and another choice with SEED=n.
const every = Number(process.env["EVERY"] ?? 170);
const first = Number(process.env["SEED"] ?? 1);

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));

/** With a common divisor of the two the last act of an order would always be one of few. */
const coprime = (stride: number, acts: number): number =>
  divisor(stride, acts) === 1 ? stride : coprime(stride + 1, acts);

interface World {
  readonly called: string;
  readonly small: SmallSession;
  readonly acts: Acts;
  readonly depth: number;
}

const one: Acts = { ...onCluster(), ...onJob("one") };
const unblocked = { "kubernetes.operator.session.deletion.block-on-session-jobs": "false" };

const worlds: readonly World[] = [
  ...(["savepoint", "last-state", "stateless"] as const).flatMap((upgradeMode) =>
    [true, false].map((ha) => ({
      called: `${upgradeMode} ${ha ? "with" : "without"} HA`,
      small: { ha, upgradeMode, jobs: ["one"] },
      acts: one,
      depth: 3,
    })),
  ),
  {
    called: "a deletion that waits for nobody",
    small: { ha: true, upgradeMode: "savepoint", jobs: ["one"], configuration: unblocked },
    acts: one,
    depth: 3,
  },
  {
    called: "two jobs",
    small: { ha: true, upgradeMode: "savepoint", jobs: ["one", "two"] },
    acts: { ...one, ...onJob("two") },
    depth: 2,
  },
  {
    called: "two clusters",
    small: { ha: true, upgradeMode: "savepoint", jobs: ["one"], clusters: ["shared", "other"] },
    acts: { ...one, ...moves("one"), ...onCluster("other") },
    depth: 3,
  },
];

describe.for(worlds)("$called", ({ small, acts, depth }) => {
  test("every order comes to rest: nothing is lost, runs twice or waits for ever", async () => {
    const all = [...orders(Object.keys(acts), depth)];
    // Where there are few of them, more of them; where there are many, as many as elsewhere.
    const stride = coprime(Math.max(1, Math.round((every * all.length) / 1000)), Object.keys(acts).length);
    for (let turn = first % stride; turn < all.length; turn += stride) {
      await lived(new SessionWalk(small, turn + 1), acts, all[turn] ?? [], turn);
    }
  });
});
