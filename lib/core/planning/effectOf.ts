import type { ResourcePlan } from "../../api/plan.ts";
import type { Course } from "./course.ts";
import { objectText } from "./write.ts";

/** What carrying it out means for what runs. */
export function effectOf({ namespace, name, writes, written, before, wanted }: Course): ResourcePlan["effect"] {
  if (before?.metadata.deletionTimestamp !== undefined) return writes.length > 0 ? "delete" : "none";
  const jobManager = objectText({ kind: "Deployment", namespace, name });
  const starts = writes.some(({ verb, object }) => verb === "run" || (verb === "create" && object === jobManager));
  const stops = writes.some(({ verb }) => verb === "stop with savepoint" || verb === "cancel");
  const removes = writes.some(({ verb, object }) => verb === "delete" && object === jobManager);
  const isThere = written.some(({ ref, before: found }) => found !== undefined && objectText(ref) === jobManager);
  const ends = stops || removes;
  if (starts) return ends || isThere ? "restart" : "start";
  return ends ? "stop" : quietEffect(writes, before === wanted || wanted === undefined);
}

function quietEffect(writes: Course["writes"], isAsItWas: boolean): ResourcePlan["effect"] {
  if (writes.length > 0) return "inPlace";
  return isAsItWas ? "none" : "record";
}
