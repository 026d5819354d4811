import type { Proving } from '../model/proving.js'
import type { HeadlineChange } from '../model/session.js'
import { PROVING_TITLES, versionName } from '../report/proving-words.js'
import type { ListedComparison } from '../store/repositories/comparisons.js'
import { dateText } from './date-text.js'
import { gains, gainText } from './gain-text.js'
import { provingText } from './proving-text.js'
import type { Colors } from './terminal.js'
import { wrap } from './wrap.js'

/** What a list tells of one comparison. */
export function comparisonLines({ id, startedAt, summary }: ListedComparison, colors: Colors): string[] {
  const { base, candidate, outcome, repeats, reason, changes } = summary
  // Less of a page that lacks something is no gain.
  const shown: readonly HeadlineChange[] = outcome === 'broken' ? [] : gains(changes)
  return [
    `${colors.bold(id)}  ${dateText(startedAt)}  ${outcome.replace('-', ' ')}`,
    wrap('  Versions  ', `${versionName(candidate)} against ${versionName(base)}`),
    wrap('  Result    ', `${PROVING_TITLES[outcome]}. ${reason}`),
    ...shown.map(change => wrap('  Change    ', gainText(change))),
    ...(repeats ? [wrap('  Repeats   ', `${repeats.kind} ${repeats.id}`)] : []),
  ]
}

/** What came of measuring something afresh, in a line. */
export const againLine = ({ id, startedAt, summary }: ListedComparison): string =>
  wrap('  Again   ', `${id}, ${dateText(startedAt)}: ${PROVING_TITLES[summary.outcome]}`)

/** One comparison for the terminal: what came of it, on what it was measured, and what measured it afresh. */
export function comparisonDetailText(
  proving: Proving,
  again: readonly ListedComparison[],
  colors: Colors,
  width: number,
): string {
  const { id, startedAt, repeats, seed, measuredOn } = proving
  const { browser, tunewright, node, system, processor, cores } = measuredOn
  const about = [
    `${colors.bold(id)}  ${dateText(startedAt)}`,
    ...(repeats ? [wrap('Repeats   ', `${repeats.kind} ${repeats.id}`)] : []),
    ...again.map(againLine),
    wrap('Measured  ', `on ${processor} (${cores} cores), ${system}, Chromium ${browser}, Node.js ${node}`),
    `With      Tunewright ${tunewright}, seed ${seed}`,
  ]
  return `${about.join('\n')}\n${provingText(proving, colors, width).trimEnd()}`
}
