import { problem, value, type Answer } from "./answer.ts";
import { memorySize } from "./memorySize.ts";
import { quantity } from "./quantity.ts";

/**
 * Bytes of a memory of the resource (`resource.memory`, `resources.requests.memory`). Flink's syntax is tried first, so that `2048m` is
 * 2048 MiB and `2G` is 2 GiB; what Flink does not understand is a Kubernetes quantity without regard to case, so that `1.5G` is
 * 1,500,000,000 bytes (the Apache operator's ResourceConfigUtils.parseResourceMemoryString).
 */
export function resourceMemory(text: string | number): Answer<number> {
  const size = memorySize(String(text));
  if (size.kind === "value") return size;
  const upper = String(text).trim().toUpperCase().replace(/B$/, "").replace("I", "i");
  const bytes = Math.floor(quantity(upper) ?? Number.NaN);
  return Number.isSafeInteger(bytes) && bytes >= 0
    ? value(bytes)
    : problem(`'${text}' is not a memory size: write it as 2048m, 2g or 2Gi`);
}
