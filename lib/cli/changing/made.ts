import pLimit from "p-limit";
import { changeResource, type ResourcePorts } from "../../shell/triggerResource.ts";
import type { Found } from "../selection/found.ts";
import type { AskedFor } from "./askedFor.ts";
import { type Outcome, outcomeOf, placeOf } from "./outcome.ts";

/** An outcome, and which very object it is of. */
export interface Made {
  readonly of: Found;
  readonly outcome: Outcome;
}

/** Makes a change to what was found, and to nothing else, whatever has come since. As many of a cluster at once as it is good for. */
export async function made(
  asked: AskedFor,
  found: readonly Found[],
  ports: Omit<ResourcePorts, "cluster" | "charges">,
): Promise<readonly Made[]> {
  const bySpoke = Map.groupBy(found, ({ spoke }) => spoke);
  const limits = new Map([...bySpoke.keys()].map((spoke) => [spoke, pLimit(spoke.limits.parallelism)]));
  const one = async (of: Found): Promise<Made> => {
    const answer = await changeResource({ ...asked, selector: of.by }, of, {
      ...ports,
      cluster: of.cluster,
      charges: of.spoke.charges,
    });
    return { of, outcome: outcomeOf(placeOf(of.subject), answer) };
  };
  return await Promise.all(found.map((of) => limits.get(of.spoke)?.(one, of) ?? one(of)));
}
