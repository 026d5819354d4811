import type { Proving } from '../../model/proving.js'
import { formatDuration, formatNumber } from '../format.js'
import { namedByPage } from '../only-page.js'
import { blocksText, openJudgements, PROVING_TITLES, testingText, toDecideText, versionName } from '../proving-words.js'
import { INTERVALS_DIFFER, openText, reasonOf } from '../seen.js'
import { reserveOf } from '../standing.js'
import { changesTable } from './changes-table.js'
import { code, prose, text } from './escape.js'

/** More of a kind than this is in the JSON. */
const MOST = 10

/**
 * What came of a comparison, for a pull request, in GitHub-flavoured Markdown. Everything that comes from a project or a measurement is escaped.
 */
export function renderProving(proving: Proving): string {
  const { base, candidate, proof, outcome, milliseconds, id } = proving
  const { verdict } = proof
  const takes = prose(toDecideText(proving) ?? '')
  const parts = [
    `# ${PROVING_TITLES[outcome]}`,
    `${text(versionName(candidate))} against ${text(versionName(base))}. ${prose(reasonOf(verdict))} ${takes}`.trim(),
    ...section(
      'Worth knowing',
      proving.caveats.map(caveat => `- ${prose(caveat)}`),
    ),
    ...section(
      'What is broken',
      verdict.breakages.map(({ check, page, message }) => `- ${code(page)} (${check}): ${text(message)}`),
    ),
    ...section(
      'What is not shown to hold',
      openJudgements(proving).map(judgement => `- ${text(openText(judgement))}`),
    ),
    ...beforeAndAfter(proving),
    text(testingText(proving)),
    `---\n\nTunewright ${code(id)}: ${blocksText(verdict.blocks)} in ${formatDuration(milliseconds)}.${chance(proving)} 1 kB = 1,000 bytes.`,
    `To look into it: ${code(`tunewright history ${id}`)}, ${code(`tunewright verify ${id}`)}.`,
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

/** Of a verdict that is in favour: no other can be wrong in that way. */
const chance = ({ aim, proof: { verdict } }: Proving): string =>
  verdict.outcome === 'kept'
    ? ` The chance of a wrong “${aim === 'better' ? 'better' : 'not worse'}” is at most ${formatNumber(100 * verdict.alphaSpent, 3)} %.`
    : ''

function beforeAndAfter({ changes, pages, proof: { verdict } }: Proving): readonly string[] {
  if (changes.length === 0) return []
  const reserve = reserveOf(verdict)
  const isTimed = changes.some(({ confidence }) => confidence !== null)
  return [
    '## Before and after',
    [reserve?.note, isTimed && verdict.judgements.some(({ effect }) => effect) && INTERVALS_DIFFER]
      .filter(Boolean)
      .join(' '),
    ...changesTable(namedByPage(changes, pages), reserve),
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  const more = lines.length > MOST ? [`- and ${lines.length - MOST} more`] : []
  return [`## ${title}`, [...lines.slice(0, MOST), ...more].join('\n')]
}
