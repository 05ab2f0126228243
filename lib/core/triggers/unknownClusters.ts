import type { Selector } from "../../api/events/selector.ts";
import { isPlain } from "./matches.ts";

/**
 * Clusters that a selector names and the fleet has not, patterns left aside. They may be misspelt, or be among those that cannot be
 * discovered just now: nobody is to take them for done.
 */
export const unknownClusters = ({ clusters = [] }: Selector, fleet: readonly string[]): readonly string[] =>
  clusters.filter((one) => isPlain(one) && !fleet.includes(one));

/** Said of each. */
export const unknownCluster = (spoke: string) => ({
  because: `no cluster ${spoke} is known at present`,
  retryable: true,
});
