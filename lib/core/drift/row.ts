import type { Part } from "./part.ts";
import type { DriftClass } from "./driftClass.ts";
import type { Condition } from "./rowConditions.ts";

/** One line of the policy. The first line that fits a difference says what has to be done. */
export interface Row {
  readonly parts: readonly Part[];
  /** Fits the text of a difference's path. */
  readonly path: RegExp;
  /** Left out: always. */
  readonly when?: Condition;
  readonly class: DriftClass;
  readonly because: string;
}
