import pLimit from "p-limit";
import type { Discovery } from "../../api/fleet/discovery.ts";
import { type Fault, Faulted } from "../../core/fault.ts";
import { clustersByTag, type EksCluster, type Found, type Place } from "../eks/clusters.ts";
import type { Sessions } from "./sessions.ts";

/** What a rule led to: a cluster, or the reason why it is not known what is there. Names are the same every time. */
export type Lead = {
  readonly name: string;
  readonly rule: Discovery;
  readonly place: Place;
  readonly role?: string | undefined;
} & ({ readonly kind: "cluster"; readonly cluster: EksCluster } | { readonly kind: "broken"; readonly fault: Fault });

const placesAtOnce = 5;

/** Looks in every account and region of every rule. One that cannot be looked at does not hide what is in the others. */
export async function discovered(rules: readonly Discovery[], sessions: Sessions): Promise<readonly Lead[]> {
  const limit = pLimit(placesAtOnce);
  const searches = rules.flatMap((rule) => placesOf(rule).map((where) => limit(() => leads(rule, where, sessions))));
  const found = (await Promise.all(searches)).flat();
  return [...new Map(found.toReversed().map((lead) => [lead.name, lead])).values()].toReversed();
}

interface Where {
  readonly region: string;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
}

const placesOf = ({ accounts, regions }: Discovery): readonly Where[] =>
  (accounts.length === 0 ? [{}] : accounts).flatMap((account) => regions.map((region) => ({ ...account, region })));

async function leads(rule: Discovery, where: Where, sessions: Sessions): Promise<readonly Lead[]> {
  const place = sessions.in(where);
  try {
    return (await clustersByTag(rule.tags, place)).map((found) => leadTo(found, { rule, where, place }));
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    const name = `discovery.${where.region}.${accountOf(where)}`;
    return [{ kind: "broken", name, rule, place, role: where.roleArn, fault: error.fault }];
  }
}

/** Names of clusters are unique in one account and region only. */
function leadTo(found: Found, { rule, where, place }: { rule: Discovery; where: Where; place: Place }): Lead {
  if (found.kind === "unknown") {
    const name = `${found.name}.${where.region}.${accountOf(where)}`;
    return { kind: "broken", name, rule, place, role: where.roleArn, fault: found.fault };
  }
  const { cluster } = found;
  const name = `${cluster.name}.${cluster.region}.${cluster.account || accountOf(where)}`;
  return { kind: "cluster", name, rule, role: where.roleArn, cluster, place };
}

const accountOf = ({ roleArn }: Where): string => roleArn?.split(":")[4] ?? "own-account";
