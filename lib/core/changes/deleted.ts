import type { VerdictRule } from "./judged.ts";

export const deleted: VerdictRule = (_note, { resource }) =>
  resource.metadata.deletionTimestamp === undefined
    ? undefined
    : { result: "failed", cause: "the resource is being deleted" };
