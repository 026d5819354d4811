import type { AgainOutcome, EffectAgain } from '../history/verify/compare-again.js'
import { shortName } from '../model/short-name.js'
import { effectInterval, effectSize, formatConfidence, pageName } from '../report/format.js'
import { printable } from '../report/printable.js'
import { PROVING_TITLES } from '../report/proving-words.js'
import type { Colors } from './terminal.js'
import type { MeasuredAgain } from './verify-again.js'
import { wrapped } from './wrapped.js'

/** More than this is in the JSON. */
const MOST = 12

const CONCLUSIONS: Readonly<Record<AgainOutcome['verdict'], string>> = {
  same: 'It holds: the same verdict once more, on fresh data.',
  undecided: 'Not decided this time: that is no verdict against it. Give it more time or a quieter machine.',
  different: 'It does not hold: fresh data lead to another verdict.',
}

/**
 * What a fresh measurement says of what is on record, for the terminal: below what came of it by itself.
 * @param width columns of the terminal
 */
export function againText({ plan, proving, outcome }: MeasuredAgain, colors: Colors, width: number): string {
  const marks = { same: colors.green('✔'), undecided: colors.yellow('…'), different: colors.red('✖') }
  const { effects } = outcome
  const lines = [
    colors.bold(`Again: ${printable(plan.subject)}`),
    `  Recorded  ${PROVING_TITLES[outcome.recorded]}`,
    `  Now       ${PROVING_TITLES[outcome.fresh]}`,
    ...effects.slice(0, MOST).flatMap(effect => effectLines(effect, colors, width)),
    ...(effects.length > MOST ? [`    and ${effects.length - MOST} more (--json)`] : []),
    ...wrapped(CONCLUSIONS[outcome.verdict], { width, first: `${marks[outcome.verdict]} `, rest: '  ' }),
    ...wrapped(`On record as ${proving.id}, beside ${plan.repeats.kind} ${plan.repeats.id}.`, { width, first: '  ' }),
  ]
  return `${lines.join('\n')}\n`
}

function effectLines({ recorded, fresh, outcome }: EffectAgain, colors: Colors, width: number): readonly string[] {
  const mark = { holds: colors.green('✔'), open: colors.yellow('?'), gone: colors.red('✖') }[outcome]
  const where = recorded.profile === '*' ? pageName(recorded.page) : `${pageName(recorded.page)}, ${recorded.profile}`
  const said = (effect: typeof recorded) =>
    `${effectSize(effect)} (${formatConfidence(effect.confidence)}: ${effectInterval(effect)})`
  const now = fresh === null ? 'not measured' : said(fresh)
  return wrapped(`${shortName(recorded.metric)} on ${printable(where)}: ${said(recorded)}, now ${now}`, {
    width,
    first: `  ${mark} `,
    rest: '    ',
  })
}
