/** What the process says when it ends; in `--help` and in README. */
export const exitCodes = {
  ok: 0,
  /** The input or the command line is wrong: nothing was done. */
  userError: 1,
  /** Of `replay` alone: a decision comes out otherwise than it was recorded, or a recording cannot be read. */
  differs: 1,
  /** At least one cluster or resource could not be looked after; the others were. */
  someFailed: 2,
  /** Of plan, as terraform's: something would change. A cluster or resource that could not be looked at is 1 there. */
  changes: 2,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `
Exit codes:
  0  all is well
  1  the input or the command line is wrong: nothing was done
  2  some clusters or resources failed, the others were done; of plan: there are changes (what could not be looked at is 1 there)
`;
