import { shortened } from "../shortened.ts";
import type { VerdictRule } from "./judged.ts";

/** What was asked for is invalid: what ran before goes on. */
export const refused: VerdictRule = ({ to }, { resource, obstacle }) =>
  obstacle?.reason === "ValidationError" && resource.metadata.generation === to.generation
    ? { result: "failed", cause: shortened(obstacle.message) }
    : undefined;
