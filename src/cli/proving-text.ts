import type { Proving, ProvingOutcome } from '../model/proving.js'
import { formatDuration } from '../report/format.js'
import { namedByPage } from '../report/only-page.js'
import { printable } from '../report/printable.js'
import {
  openJudgements,
  PROVING_TITLES,
  testingText,
  toDecideText,
  tookText,
  versionName,
} from '../report/proving-words.js'
import { openText, reasonOf } from '../report/seen.js'
import { reserveOf } from '../report/standing.js'
import { headlineText } from '../report/text.js'
import { caveatLines } from './caveat-lines.js'
import type { Colors } from './terminal.js'
import { wrapped } from './wrapped.js'

/** More of a kind than this is in the report and the JSON. */
const MOST = 8

/**
 * What came of a comparison, for the terminal.
 * @param width columns of the terminal
 */
export function provingText(proving: Proving, colors: Colors, width: number): string {
  const { base, candidate, outcome, proof, changes, milliseconds } = proving
  const { verdict } = proof
  const toDecide = toDecideText(proving)
  const lines = (items: readonly string[], first: string) => [
    ...items.slice(0, MOST).flatMap(item => wrapped(printable(item), { width, first, rest: '    ' })),
    ...(items.length > MOST ? [`    and ${items.length - MOST} more (--json)`] : []),
  ]
  const block = (title: string, items: readonly string[], first: string) =>
    items.length > 0 && [colors.bold(title), ...lines(items, first)].join('\n')
  const sentence = (text: string) => wrapped(printable(text), { width }).join('\n')
  const blocks = [
    [
      `${markOf(outcome, colors)} ${colors.bold(PROVING_TITLES[outcome])}`,
      ...wrapped(printable(`${versionName(candidate)} against ${versionName(base)}`), { width, first: '  ' }),
    ].join('\n'),
    sentence(reasonOf(verdict)),
    proving.caveats.length > 0 && caveatLines(proving.caveats, colors, width),
    toDecide !== null && sentence(toDecide),
    block(
      'What is broken',
      verdict.breakages.map(({ check, page, message }) => `${page} (${check}): ${message}`),
      `  ${colors.red('✖')} `,
    ),
    block('What is not shown to hold', openJudgements(proving).map(openText), `  ${colors.yellow('!')} `),
    changes.length > 0 && beforeAndAfter(proving, colors, width),
    [
      ...wrapped(testingText(proving), { width, first: 'Looked at ', rest: '          ' }),
      `Took      ${formatDuration(milliseconds)}, ${tookText(proving)}`,
    ].join('\n'),
  ]
  return `\n${blocks.filter(text => text !== false).join('\n\n')}\n`
}

function beforeAndAfter({ changes, pages, proof }: Proving, colors: Colors, width: number): string {
  const reserve = reserveOf(proof.verdict)
  const note = reserve === null ? [] : wrapped(reserve.note, { width })
  return [colors.bold('Before and after'), ...note, headlineText(namedByPage(changes, pages))].join('\n')
}

function markOf(outcome: ProvingOutcome, colors: Colors): string {
  if (outcome === 'better' || outcome === 'not-worse') return colors.green('✔')
  return outcome === 'undecided' || outcome === 'no-gain' ? colors.yellow('…') : colors.red('✖')
}
