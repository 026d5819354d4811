/** What the program's exit code says; listed in `--help`. */
export const EXIT = {
  /** The work was done: something was kept, or nothing was worth keeping. */
  done: 0,
  failed: 1,
  /** A wrong argument, option or configuration. */
  badInput: 2,
  /** Nothing was worth keeping, where `--fail-if-nothing-kept` asks for a code of its own. */
  nothingKept: 3,
  /** The candidate of a comparison is worse, or breaks something. */
  worse: 4,
  /** A budget of a check is not kept, or a trigger that it was asked to mind is set off. */
  overBudget: 5,
  /** Stopped by Ctrl-C or a signal; everything is put back. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
