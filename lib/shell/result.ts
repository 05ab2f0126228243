import type { Charges } from "../core/charge/chargeOf.ts";
import { Faulted, type Fault } from "../core/fault.ts";
import type { RepairRules } from "../api/fleet/repair.ts";
import type { WakeAfter } from "../core/lifecycle/plan.ts";
import type { Instant, Millis } from "../core/time.ts";
import type { DecisionTelling } from "./decisions.ts";
import type { Shard } from "./shard.ts";
import type { Ports } from "./sweep.ts";

/** What a run needs besides its shard. */
export interface PassPorts extends Ports {
  readonly spoke: string;
  /** What the spoke says of hand edits that need a restart. */
  readonly repair?: RepairRules | undefined;
  readonly charges: Charges | undefined;
  readonly hears?: DecisionTelling["hears"];
  readonly deadline: Instant;
  readonly patience: Millis;
}

/** How one resource came out of a pass. */
export interface Result {
  /** Absent: a FlinkDeployment. */
  readonly kind?: "FlinkSessionJob" | "FlinkStateSnapshot";
  readonly namespace: string;
  readonly name: string;
  readonly wake: WakeAfter;
  readonly because: string;
  readonly wrote: boolean;
  /** FAILED, or with something in its way that only a user can take away. */
  readonly stuck?: boolean;
  /** Others have changed what was deployed, and it is not put right by itself. */
  readonly drifted?: boolean;
  /** Of a canary: when the newest change was made that has come through. */
  readonly canary?: Instant;
  /** Why it was not looked after this time. A lost race is none: the winner looks after it. */
  readonly failure?:
    | { readonly kind: "fault"; readonly fault: Fault }
    | { readonly kind: "bug"; readonly error: unknown };
}

type Key = Pick<Result, "kind" | "namespace" | "name" | "canary">;

/** The results of one resource's turn: whatever goes wrong in it is its own result, and never delays another. */
export async function turnOf(
  key: Key,
  shard: Shard,
  ports: PassPorts,
  run: () => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const what = `${key.namespace}/${key.name}`;
  const quiet = (because: string): Result => ({ ...key, wake: "on schedule", because, wrote: false });
  const failed = (failure: NonNullable<Result["failure"]>, because: string): readonly Result[] => {
    ports.log.warn("Run failed", { kind: key.kind, resource: what, because });
    return [{ ...quiet(because), failure }];
  };
  const late: Fault = { kind: "unavailable", what, because: "the pass ran out of time" };
  if (ports.clock.now() >= ports.deadline) return failed({ kind: "fault", fault: late }, late.because);
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Faulted)) return failed({ kind: "bug", error }, String(error));
    if (error.fault.kind === "conflict") return [quiet("another run won")];
    if (error.fault.kind === "missing" && (await isGone(key, shard))) return [quiet("it is gone")];
    return failed({ kind: "fault", fault: error.fault }, error.message);
  }
}

/** Whether the resource itself has gone since it was listed, and not something that it needs. Where we cannot look it has not. */
async function isGone({ kind, namespace, name }: Key, { cluster }: Shard): Promise<boolean> {
  try {
    return (await cluster.read({ kind: kind ?? "FlinkDeployment", namespace, name })) === undefined;
  } catch (error) {
    if (error instanceof Faulted) return false;
    throw error;
  }
}
