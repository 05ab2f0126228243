import { describeCluster, type Place } from "../eks/clusters.ts";
import { eksTokens } from "../eks/token.ts";
import type { Access } from "../kubernetes/access.ts";
import { tokenAccess } from "../kubernetes/tokenAccess.ts";
import type { Clock } from "../../ports/system.ts";

/** An EKS cluster, and where it is if that is known without asking EKS. `ca` is PEM. */
export interface EksTarget {
  readonly name: string;
  readonly place: Place;
  readonly known?: { readonly endpoint: string; readonly ca: string } | undefined;
}

export async function eksAccess({ name, place, known }: EksTarget, clock: Clock): Promise<Access> {
  const { endpoint, ca } = known ?? (await describeCluster(name, place));
  const { region, credentials } = place;
  return tokenAccess(endpoint, { ca, token: eksTokens({ cluster: name, region }, { credentials, clock }) });
}
