import type { JsonObject } from "../../simulation/json.ts";
import type { JobManager } from "../jobManager.ts";
import { failure, type RestAnswer } from "./answer.ts";
import { isAtLeast } from "./route.ts";

type FirstVersion = readonly [major: number, minor: number];

/** Until 1.19 Flink refuses fields that it does not know; afterwards it passes over them. `known` says since when each is. */
export function unknownField(
  leader: JobManager,
  body: JsonObject,
  known: Readonly<Record<string, FirstVersion>>,
): RestAnswer | undefined {
  if (isAtLeast(leader, [1, 20])) return undefined;
  const field = Object.keys(body).find((each) => known[each] === undefined || !isAtLeast(leader, known[each]));
  if (field === undefined) return undefined;
  return failure(400, `Bad request received. Unrecognized field "${field}", not marked as ignorable`);
}
