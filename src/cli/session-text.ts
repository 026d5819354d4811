import type { OptimizationDetail, SessionDetail, TrialDetail } from '../history/detail.js'
import { effectLine, gainsOf } from '../report/effect-text.js'
import { formatNumber } from '../report/format.js'
import { printable } from '../report/printable.js'
import { againLine } from './comparison-text.js'
import { rollbackLine, sessionLines } from './history-text.js'
import type { Colors } from './terminal.js'
import { wrap } from './wrap.js'

/** One session for the terminal: each optimization with its id, and each change with its verdict, reason, commit and evidence. */
export function sessionText(detail: SessionDetail, colors: Colors): string {
  const blocks = [
    sessionLines(detail, colors).join('\n'),
    ...(detail.failure === null ? [] : [wrap('  Ended   ', detail.failure)]),
    ...detail.optimizations.map(optimization => optimizationText(optimization, detail.reverts, colors)),
    wrap('Raw data  ', detail.stateFolder),
  ]
  return blocks.join('\n\n')
}

function optimizationText(
  { id, strategyId, trials, rollback, again }: OptimizationDetail,
  reverts: SessionDetail['reverts'],
  colors: Colors,
): string {
  const lines = [
    `${colors.bold(id)}  ${printable(strategyId)}`,
    ...(trials.length === 0 ? ['  Nothing was tried.'] : trials.flatMap(trial => trialLines(trial, colors))),
    ...(rollback ? [rollbackLine(rollback, reverts)] : []),
    ...again.map(againLine),
  ]
  return lines.join('\n')
}

const MARKS = { kept: '✔', rejected: '✖', inconclusive: '…' } as const

function trialLines({ title, outcome, reason, commit, diffStat, verdict }: TrialDetail, colors: Colors): string[] {
  const paint = { kept: colors.green, rejected: colors.red, inconclusive: colors.yellow }[outcome]
  const text = wrap(`  ${MARKS[outcome]} `, title)
  const spent = verdict.alphaSpent === 0 ? '' : `, α ${formatNumber(verdict.alphaSpent, 5)}`
  return [
    text.replace(MARKS[outcome], paint(MARKS[outcome])),
    wrap('    ', `${outcome}: ${reason}`),
    ...gainsOf(verdict.effects)
      .slice(0, 3)
      .map(effect => wrap('      ', effectLine(effect))),
    ...(verdict.blocks > 0 ? [`      ${verdict.blocks} paired blocks${spent}`] : []),
    ...(diffStat === '' ? [] : [wrap('      ', diffStat)]),
    ...(commit === null ? [] : [`      commit ${commit}`]),
  ]
}
