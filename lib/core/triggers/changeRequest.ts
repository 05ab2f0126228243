import type { Selector } from "../../api/events/selector.ts";
import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { Instant } from "../time.ts";

export type Action = ChangeNote["action"];

/** What is to be done to each resource. */
export type Change =
  | {
      readonly kind: "redeploy";
      /** With its digest, where it has one. */
      readonly image?: string | undefined;
      /** Only what runs an image of this repository (`registry/name`) is meant. */
      readonly imagesOf?: string | undefined;
      readonly jarURI?: string | undefined;
      readonly args?: readonly string[] | undefined;
      readonly flinkConfiguration?: Readonly<Record<string, string | number | boolean | null>> | undefined;
    }
  | { readonly kind: Exclude<Action, "redeploy"> };

/** A change that somebody who may has asked for. */
export interface ChangeRequest {
  readonly id: string;
  readonly change: Change;
  readonly by: string;
  readonly selector: Selector;
  /** What the sender may touch: nothing else is. */
  readonly allowed: Selector;
  readonly requestedAt: Instant;
  readonly deadline: Instant;
}

/** Refused before anything was selected. */
export interface Refusal {
  readonly kind: "refused";
  readonly id?: string | undefined;
  readonly action?: Action | undefined;
  readonly by?: string | undefined;
  readonly because: string;
}
