import { Faulted } from "../core/fault.ts";
import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest } from "../core/triggers/changeRequest.ts";
import type { Spoke, Zones } from "../ports/index.ts";
import { refused, told, whyNot } from "./triggerAnswer.ts";
import type { SpokePorts } from "./triggerSpoke.ts";

/** A zone whose clusters are not reached from here. */
export interface Apart {
  readonly zone: string;
  readonly spokes: readonly string[];
  readonly zones: Zones;
}

export interface Apartness {
  /** Without it every cluster is reached from here. */
  readonly zones?: Zones | undefined;
}

/** Which clusters are reached from here, and which by the functions of their zones. */
export function apart(
  spokes: readonly Spoke[],
  { zones }: Apartness,
): { readonly here: readonly Spoke[]; readonly zones: readonly Apart[] } {
  if (zones === undefined) return { here: spokes, zones: [] };
  const byZone = Map.groupBy(spokes, ({ zone }) => zone);
  return {
    here: spokes.filter(({ zone }) => !zones.isApart(zone)),
    zones: [...byZone]
      .filter(([zone]) => zones.isApart(zone))
      .map(([zone, those]) => ({ zone, spokes: those.map(({ name }) => name), zones })),
  };
}

/**
 * Has a change made by the function of a zone, which answers on the bus itself. Where it may not be asked each of its clusters is refused;
 * throws `Faulted` where it does not answer: the change may have been made, and is to be asked for again.
 */
export async function triggerZone(
  request: ChangeRequest,
  { zone, spokes, zones }: Apart,
  ports: SpokePorts,
): Promise<readonly Answer[]> {
  try {
    return await zones.change(zone, { kind: "change", spokes, deadline: ports.deadline, request });
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind === "unavailable") throw error;
    const { fault, message } = error;
    ports.log.warn("Zone cannot be asked", { zone, change: request.id, because: message });
    return await told(
      spokes.map((spoke) => refused(request, { spoke }, whyNot(fault))),
      ports,
    );
  }
}
