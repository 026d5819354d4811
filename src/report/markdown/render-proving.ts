import type { Proving } from '../../model/proving.js'
import { formatDuration, formatNumber } from '../format.js'
import { blocksText, openJudgements, PROVING_TITLES, testingText, versionName } from '../proving-words.js'
import { changesTable } from './changes-table.js'
import { code, text } from './escape.js'

/** More of a kind than this is in the JSON. */
const MOST = 10

/**
 * What came of a comparison, for a pull request, in GitHub-flavoured Markdown. Everything that comes from a project or a measurement is escaped.
 */
export function renderProving(proving: Proving): string {
  const { base, candidate, proof, outcome, milliseconds, id } = proving
  const { verdict } = proof
  const takes = verdict.wouldTake ? `To decide it: ${text(verdict.wouldTake)}.` : ''
  const parts = [
    `# ${PROVING_TITLES[outcome]}`,
    `${text(versionName(candidate))} against ${text(versionName(base))}. ${text(verdict.reason)} ${takes}`.trim(),
    ...section(
      'Worth knowing',
      proving.caveats.map(caveat => `- ${text(caveat)}`),
    ),
    ...section(
      'What is broken',
      verdict.breakages.map(({ check, page, message }) => `- ${code(page)} (${check}): ${text(message)}`),
    ),
    ...section(
      'What is not shown to hold',
      openJudgements(proving).map(
        ({ requirement, outcome: judged, evidence }) =>
          `- ${text(requirement)}: ${judged === 'unmet' ? 'not so' : 'open'}. ${text(evidence)}`,
      ),
    ),
    ...(proving.changes.length > 0 ? ['## Before and after', ...changesTable(proving.changes)] : []),
    text(testingText(proving)),
    `---\n\nTunewright ${code(id)}: ${blocksText(verdict.blocks)} in ${formatDuration(milliseconds)}. The chance of a wrong “${proving.aim === 'better' ? 'better' : 'not worse'}” is at most ${formatNumber(100 * proof.verdict.alphaSpent, 3)} %. 1 kB = 1,000 bytes.`,
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  const more = lines.length > MOST ? [`- and ${lines.length - MOST} more`] : []
  return [`## ${title}`, [...lines.slice(0, MOST), ...more].join('\n')]
}
