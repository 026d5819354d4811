import type { OptimizationAutomationReport, UnprovedWhole } from '../model/session.js'

export const UNPROVED_ABOUT =
  'Changes that a short session proves as one. Where that was not upheld, the likeliest reason was taken out and the rest proved anew.'

/** What was not upheld as one before the final verdict, of all targets, in the order in which it was tried. */
export const unprovedWholes = ({ session }: OptimizationAutomationReport): readonly UnprovedWhole[] =>
  Object.values(session.finalProof).flatMap(({ notUpheld = [] }) => notUpheld)

/** After how much measuring it was decided. */
export const measuredFor = ({ blocks }: UnprovedWhole): string =>
  blocks === 0 ? 'before anything was timed' : `after ${blocks} blocks`
