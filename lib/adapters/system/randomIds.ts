import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { JobId, TriggerId } from "../../core/flink.ts";
import type { Ids } from "../../ports/system.ts";

export const randomIds: Ids = {
  jobId: () => randomBytes(16).toString("hex") as JobId,
  triggerId: () => randomBytes(16).toString("hex") as TriggerId,
  uuid: () => randomUUID(),
  digest: (text) => createHash("sha256").update(text).digest("hex"),
};
