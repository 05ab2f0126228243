/**
 * Bytes that each function may load when it starts. Raised on purpose or not at all: every kilobyte is read and compiled in each cold
 * start. What has a budget is bundled, from functions/NAME.ts into dist/NAME.zip.
 */
export const budgets = {
  sweep: 1_900_000,
  reconcile: 2_200_000,
  trigger: 2_200_000,
  webhook: 1_000_000,
  audit: 1_000_000,
  health: 1_000_000,
} as const;
