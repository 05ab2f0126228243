import type { Difference } from "../../drift/difference.ts";

/** Which field of which object, as the journal names it. */
export interface Place {
  /** `Deployment/clicks` */
  readonly object: string;
  /** As in `Difference`. */
  readonly path: string;
}

export const placeOf = ({ object: { kind, name }, path }: Difference): Place => ({ object: `${kind}/${name}`, path });

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.object === other.object && one.path === other.path;
