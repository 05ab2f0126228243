import { Faulted } from "../../core/fault.ts";
import { later, type Millis, millis } from "../../core/time.ts";
import type { Result } from "../../shell/result.ts";
import { type Ports, type Sweep, sweep } from "../../shell/sweep.ts";
import type { Surroundings } from "../surroundings.ts";
import { soonest } from "../lookAfter.ts";
import { scopeOf } from "../selection/selectedPass.ts";
import { Changes, changeText } from "../changes.ts";
import type { Outcome } from "./applyPlan.ts";

type Around = Ports & Pick<Surroundings, "sleep" | "stopped" | "terminal">;

/** Looks after the resources of a plan until each is settled. Resolves to those that were not in time, with what they wait for. */
export async function carryOut(
  outcomes: readonly Outcome[],
  around: Around,
  timeout: Millis,
): Promise<readonly Outcome[]> {
  const end = later(around.clock.now(), timeout);
  const changes = new Changes();
  const ends = await Promise.all(outcomes.map((outcome) => settled(outcome, around, { end, changes })));
  return ends.flatMap((one) => one ?? []);
}

interface Until {
  readonly end: number;
  readonly changes: Changes;
}

async function settled(outcome: Outcome, around: Around, { end, changes }: Until): Promise<Outcome | undefined> {
  const { spoke } = outcome;
  for (;;) {
    const pass = await sweep(spoke, around, scopeOf(outcome.of, spoke));
    changes.since(pass, around.clock.now()).map(changeText).forEach(around.terminal.err);
    const state = await stateAfter(pass, outcome);
    around.terminal.progress(state.kind === "underWay" ? `${outcome.of.name}: ${state.because}` : undefined);
    if (state.kind === "settled") return undefined;
    if (state.kind === "stuck") return { ...outcome, outcome: "failed", lines: [state.because] };
    if (around.clock.now() >= end || around.stopped()) {
      around.terminal.progress(undefined);
      return { ...outcome, outcome: "failed", lines: [`not settled in time: ${state.because}`] };
    }
    await around.sleep(untilNext(pass));
  }
}

function untilNext(pass: Sweep): Millis {
  const wakes = pass.kind === "swept" ? pass.results.map(({ wake }) => wake) : [];
  return millis(Math.max(soonest, Math.min(5000, ...wakes.filter((wake) => wake !== "on schedule"))));
}

type State =
  | { readonly kind: "settled" }
  | { readonly kind: "stuck"; readonly because: string }
  | { readonly kind: "underWay"; readonly because: string };

async function stateAfter(pass: Sweep, outcome: Outcome): Promise<State> {
  if (pass.kind === "unreachable") return { kind: "underWay", because: pass.fault.kind };
  const { name, kind } = outcome.of;
  const mine = pass.results.find((one) => one.name === name && (one.kind ?? "FlinkDeployment") === kind);
  const { failure, stuck, wrote, because } = mine ?? notListed;
  if (failure !== undefined || wrote) return { kind: "underWay", because };
  if (stuck === true) return { kind: "stuck", because };
  try {
    return (await isSettled(outcome, mine !== undefined)) ? { kind: "settled" } : { kind: "underWay", because };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { kind: "underWay", because: error.message };
  }
}

/** It is gone, or could not be listed: only a look at itself tells. */
const notListed: Pick<Result, "failure" | "stuck" | "wrote" | "because"> = {
  wrote: false,
  because: "it could not be looked after",
};

/** What its conditions tell of the spec that is there; one that is gone is settled. */
async function isSettled({ of, spoke }: Outcome, wasLookedAfter: boolean): Promise<boolean> {
  const { cluster } = await spoke.connect();
  const object = await cluster.read({ kind: of.kind, namespace: of.namespace, name: of.name });
  if (object === undefined) return true;
  const { conditions = [] } = (object["status"] ?? {}) as Status;
  const progressing = conditions.find(({ type }) => type === "Progressing");
  const { generation = 1 } = object.metadata;
  return wasLookedAfter && progressing?.status === "False" && progressing.observedGeneration === generation;
}

interface Status {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly observedGeneration?: number;
  }[];
}
