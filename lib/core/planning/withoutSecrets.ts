import { hidingOf } from "../decisions/decisionRecord.ts";
import { rewritten } from "../decisions/hiding.ts";
import type { CourseDecision } from "./course.ts";

/** What a plan tells of a decision, without anything that users keep secret in what the decision rests on. */
export const withoutSecrets = <T>(told: T, { seen, circumstances: { defaults } }: CourseDecision): T =>
  rewritten(told, hidingOf(seen.resource, { seen, defaults }));
