import type { ChangeStatus, ChangeStatusAnswer } from "../api/events/status.ts";
import type { Selector } from "../api/events/selector.ts";
import type { Instant } from "../core/time.ts";
import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest } from "../core/triggers/changeRequest.ts";

interface About {
  /** Of the zone. */
  readonly spokes: readonly string[];
  /** No resource is begun after it. */
  readonly deadline: Instant;
}
export type ChangeQuestion = About & { readonly kind: "change"; readonly request: ChangeRequest };
export type StatusQuestion = About & {
  readonly kind: "status";
  readonly asked: ChangeStatus;
  readonly allowed: readonly Selector[];
};
export type ZoneQuestion = ChangeQuestion | StatusQuestion;

/** What is known of a change in some clusters. */
export type StatusPart = Pick<ChangeStatusAnswer, "resources" | "refused">;
export type ZoneAnswer =
  | { readonly kind: "change"; readonly answers: readonly Answer[] }
  | { readonly kind: "status"; readonly status: StatusPart };

/** Network zones whose clusters are reached only from within them, where a function of ours answers for them. */
export interface Zones {
  isApart(zone: string): boolean;
  /** Throws `Faulted`: whether the change was made is not known then. */
  change(zone: string, question: ChangeQuestion): Promise<readonly Answer[]>;
  /** Throws `Faulted`. */
  status(zone: string, question: StatusQuestion): Promise<StatusPart>;
}
