import type { Kind } from "./countingResource.ts";

/** Versions and modes of Flink, all combinations in two waves: the machine has room for one of them at a time. */
export const waves = {
  "Flink 1.20 native, 2.1 standalone": [
    { cluster: "east", version: "v1_20", mode: "native" },
    { cluster: "west", version: "v2_1", mode: "standalone" },
  ],
  "Flink 1.20 standalone, 2.1 native": [
    { cluster: "east", version: "v1_20", mode: "standalone" },
    { cluster: "west", version: "v2_1", mode: "native" },
  ],
} as const satisfies Readonly<Record<string, readonly Kind[]>>;
