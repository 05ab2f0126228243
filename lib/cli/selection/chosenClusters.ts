import { matchesAny } from "../../core/triggers/matches.ts";
import { unknownClusters } from "../../core/triggers/unknownClusters.ts";
import { suggestion } from "../nearest.ts";
import { UserError } from "../userError.ts";

/** The clusters that --cluster means; all of them without it. Throws UserError for one that there is not. */
export function chosenClusters<Of>(
  all: readonly Of[],
  nameOf: (one: Of) => string,
  clusters: readonly string[] | undefined,
): readonly Of[] {
  const names = all.map(nameOf);
  const [unknown] = unknownClusters({ clusters: [...(clusters ?? [])] }, names);
  if (unknown !== undefined)
    throw new UserError(
      `--cluster ${unknown}: the fleet has no such cluster: ${suggestion(unknown, names, "it has none")}`,
    );
  const chosen = all.filter((one) => matchesAny(clusters, nameOf(one)));
  if (chosen.length > 0 || clusters === undefined) return chosen;
  throw new UserError(`--cluster ${clusters.join(", ")} means none of ${names.join(", ")}`);
}
