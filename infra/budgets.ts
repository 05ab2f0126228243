/**
 * Bytes that each function may load when it starts. Raised on purpose or not at all: every kilobyte is read and compiled in each cold
 * start. What has a budget is bundled, from functions/NAME.ts into dist/NAME.zip.
 */
export const budgets = {
  sweep: 1_100_000,
  reconcile: 1_600_000,
  trigger: 1_200_000,
  webhook: 1_200_000,
  change: 1_200_000,
  audit: 1_100_000,
  health: 1_100_000,
} as const;
