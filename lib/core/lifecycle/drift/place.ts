import type { Difference } from "../../drift/difference.ts";
import { javaHashCode } from "../events/javaHashCode.ts";

/** Which field of which object, as the journal names it. */
export interface Place {
  /** `Deployment/clicks` */
  readonly object: string;
  /** As in `Difference`; of a longer one than 160 characters the beginning, and a number that tells it apart. */
  readonly path: string;
}

const longest = 160;

export const placeOf = ({ object: { kind, name }, path }: Pick<Difference, "object" | "path">): Place => ({
  object: `${kind}/${name}`,
  path: path.length <= longest ? path : `${path.slice(0, longest - 12)}…${javaHashCode(path)}`,
});

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.object === other.object && one.path === other.path;
