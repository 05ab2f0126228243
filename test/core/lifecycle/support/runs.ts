/**
 * How often a property is tried: always from the same seed, so that what turns red is the change that was made. Others are tried with SEED=n,
 * and more of them with LOOKS=n.
 */
export const runs = (looks: number): { readonly seed: number; readonly numRuns: number } => ({
  seed: Number(process.env["SEED"] ?? 1),
  numRuns: Number(process.env["LOOKS"] ?? looks),
});
