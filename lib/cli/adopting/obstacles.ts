import { saidCharge } from "../../core/charge/chargeOf.ts";
import type { Instant, Millis } from "../../core/time.ts";
import { seconds } from "../../core/time.ts";
import { operatorsIn, type Operators, type Other, otherOperator } from "../../shell/adoption/otherOperators.ts";
import type { Found } from "../selection/found.ts";
import type { Spoke } from "../../ports/index.ts";
import type { Adoption, Standing, Transfer } from "./adoption.ts";
import { leaving } from "./leaving.ts";
import { isOn, isSessionCluster } from "./withSessionJobs.ts";

/** As long as the Apache operator takes between two looks at what is on its way. */
const betweenLooks = seconds(10);

interface Ports {
  readonly now: Instant;
  readonly sleep: (time: Millis) => Promise<void>;
}

export interface Found_ {
  readonly of: Found;
  readonly standing: Standing;
}

/** What stands against the transfer, for each; nothing is written. Throws `Faulted`. */
export async function withObstacles(
  all: readonly Found_[],
  transfer: Transfer,
  ports: Ports,
): Promise<readonly Adoption[]> {
  const looked = transfer.to === "operate" ? await takingOver(all, transfer, ports) : await leaving(all);
  return asGroups(looked, transfer);
}

/**
 * Two must never act: whoever else may act is told, and how to stop it. What says operate itself was looked at when that was written; that the
 * fleet file says it, or nothing does, speaks of us alone.
 */
async function takingOver(
  all: readonly Found_[],
  { operatorStopped }: Transfer,
  { now, sleep }: Ports,
): Promise<readonly Adoption[]> {
  const others = all.filter(({ of }) => saidCharge(of.object.metadata) !== "operate");
  const spokes = new Map<Spoke, Operators>();
  for (const { of } of others) if (!spokes.has(of.spoke)) spokes.set(of.spoke, await operatorsIn(of.cluster));
  const looked = await Promise.all(
    all.map(async (one): Promise<Adoption> => {
      const operators = spokes.get(one.of.spoke);
      if (operators === undefined || !others.includes(one)) return one;
      return against(one, await otherOperator(one.of.object, operators, one.of.cluster, now), operatorStopped);
    }),
  );
  if (looked.some(mayMove)) await sleep(betweenLooks);
  return await Promise.all(looked.map(async (one) => (mayMove(one) ? await stillMoving(one) : one)));
}

/** What cannot be seen is no reason to go on, unless the user knows. */
function against({ of, standing }: Found_, other: Other, operatorStopped: boolean): Adoption {
  if (other.kind === "nobody") return { of, standing };
  const { because } = other;
  if (other.kind === "acts") return { of, standing, obstacle: because };
  if (!operatorStopped) return { of, standing, obstacle: `${because}. ${cure}` };
  return { of, standing: { ...standing, warnings: [...standing.warnings, because] } };
}

const cure = "Have it made readable for you, or say with --operator-stopped that no other operator acts on it";

/** In the middle of something, whoever acts is seen to. */
const mayMove = ({ standing, obstacle }: Adoption): boolean =>
  obstacle === undefined && standing.was !== "operate" && standing.underWay !== undefined;

async function stillMoving(one: Adoption): Promise<Adoption> {
  const { object, subject, cluster } = one.of;
  const now = await cluster.read({ kind: subject.kind, namespace: subject.namespace, name: subject.name });
  if (now?.metadata.resourceVersion === object.metadata.resourceVersion) return one;
  return { ...one, obstacle: "it moves: somebody acts on it still. Stop the other operator, and try again" };
}

/** A session cluster and its jobs change hands together, or not at all. */
function asGroups(all: readonly Adoption[], { to }: Transfer): readonly Adoption[] {
  const clusters = all.filter(({ of }) => isSessionCluster(of));
  return all.map((one): Adoption => {
    if (one.obstacle !== undefined) return one;
    if (isSessionCluster(one.of)) {
      const bad = all.find((job) => job.obstacle !== undefined && isJobOn(job, one));
      return bad === undefined
        ? one
        : { ...one, obstacle: `its session job ${bad.standing.resource}: ${bad.obstacle}` };
    }
    const mine = clusters.find((cluster) => isJobOn(one, cluster));
    if (mine !== undefined) return { ...one, obstacle: groupObstacle(mine, all) };
    if (one.of.subject.kind !== "FlinkSessionJob" || one.standing.saidBy === "annotation" || one.standing.was === to)
      return one;
    return { ...one, obstacle: "it changes hands with its session cluster: name that instead" };
  });
}

const isJobOn = (job: Adoption, cluster: Adoption): boolean =>
  job.of.subject.kind === "FlinkSessionJob" && isOn(job.of, cluster.of);

function groupObstacle(cluster: Adoption, all: readonly Adoption[]): string | undefined {
  const { resource } = cluster.standing;
  if (cluster.obstacle !== undefined) return `its session cluster ${resource}: ${cluster.obstacle}`;
  const bad = all.find((job) => job.obstacle !== undefined && isJobOn(job, cluster));
  return bad && `${bad.standing.resource} on its session cluster ${resource}: ${bad.obstacle}`;
}
