import type { PlannedObject, ResourcePlan } from "../../api/plan.ts";

/** One thing that is not any more as it was when a plan was made. */
export interface Moved {
  /** `effect`, `/spec/job/parallelism`, `Deployment orders/orders /spec/replicas`. */
  readonly what: string;
  readonly planned: string;
  readonly now: string;
}

const none = "nothing";

/** How what would happen now differs from what was planned; empty where the plan may be carried out. */
export function movedSince(planned: ResourcePlan, now: ResourcePlan): readonly Moved[] {
  return [
    ...unlike("API server", planned.server, now.server),
    ...identity(planned, now),
    ...fields(planned, now),
    ...rests(planned, now),
    ...unlike("effect", planned.effect, now.effect),
    ...unlike("state to start from", stateText(planned), stateText(now)),
    ...unlike("what blocks it", blockedText(planned), blockedText(now)),
    ...objects(planned.objects, now.objects),
    ...writes(planned, now),
  ];
}

const unlike = (what: string, planned: string | undefined, now: string | undefined): readonly Moved[] =>
  planned === now ? [] : [{ what, planned: planned ?? none, now: now ?? none }];

function identity({ seen: before }: ResourcePlan, { seen: now }: ResourcePlan): readonly Moved[] {
  if (before === undefined || now === undefined)
    return unlike("resource", before === undefined ? "not there" : "there", now === undefined ? "not there" : "there");
  return unlike("uid", before.uid, now.uid);
}

/** Values are not told, and neither are their digests: of a short value one can be guessed by the other. */
function fields({ seen: before }: ResourcePlan, { seen: now }: ResourcePlan): readonly Moved[] {
  if (before === undefined || now === undefined) return [];
  const paths = [...new Set([...Object.keys(before.fields), ...Object.keys(now.fields)])].toSorted();
  return paths.flatMap((path) => {
    const [was, is] = [before.fields[path], now.fields[path]];
    if (was === is) return [];
    const text = (digest: string | undefined): string => (digest === undefined ? "not set" : "a value");
    return [{ what: path, planned: text(was), now: is !== undefined && was !== undefined ? "another" : text(is) }];
  });
}

function rests(planned: ResourcePlan, now: ResourcePlan): readonly Moved[] {
  const names = [...new Set([...Object.keys(planned.rests), ...Object.keys(now.rests)])].toSorted();
  return names.flatMap((name) => {
    const [was, is] = [planned.rests[name], now.rests[name]];
    if (was?.digest === is?.digest) return [];
    const text = (one: typeof was): string => (one === undefined ? "not there" : "there");
    return [{ what: name, planned: text(was), now: was !== undefined && is !== undefined ? "changed" : text(is) }];
  });
}

/** While a job runs its state goes on, and what it would start from with it. */
const stateText = ({ state }: ResourcePlan): string | undefined =>
  state === undefined || state.moves ? state?.from : `${state.from} ${state.path ?? ""}`.trim();

const blockedText = ({ blocked }: ResourcePlan): string | undefined =>
  blocked.length === 0 ? undefined : blocked.map(({ reason, message }) => `${reason}: ${message}`).join("; ");

function objects(planned: readonly PlannedObject[], now: readonly PlannedObject[]): readonly Moved[] {
  const at = (all: readonly PlannedObject[]): ReadonlyMap<string, string> =>
    new Map(
      all.flatMap(({ object, does, changes }) => [
        [object, does] as const,
        ...changes.map(({ path, from = none, to = none }) => [`${object} ${path}`, `${from} → ${to}`] as const),
      ]),
    );
  const [before, after] = [at(planned), at(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) =>
    unlike(what, before.get(what), after.get(what)),
  );
}

function writes(planned: ResourcePlan, now: ResourcePlan): readonly Moved[] {
  const counts = ({ writes: all }: ResourcePlan): ReadonlyMap<string, number> =>
    all.reduce((sum, { verb, object }) => {
      const key = `${verb} ${object}`;
      return sum.set(key, (sum.get(key) ?? 0) + 1);
    }, new Map<string, number>());
  const [before, after] = [counts(planned), counts(now)];
  const times = (count: number | undefined): string => (count === 1 ? "once" : `${count ?? 0} times`);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) =>
    unlike(what, times(before.get(what)), times(after.get(what))),
  );
}
