import { metric } from '../model/metrics.js'
import type { OptimizationPreview, PreviewedRefusal, PreviewedTry } from '../model/preview.js'
import { PROFILES } from '../model/profile.js'
import { shortName } from '../model/short-name.js'
import { formatDuration, formatPercent, formatValue } from '../report/format.js'
import { printable } from '../report/printable.js'
import { caveatLines } from './caveat-lines.js'
import type { Colors } from './terminal.js'
import { wrapped } from './wrapped.js'

/** So many places that are left alone say which kind they are. */
const MOST = 8

const about = (milliseconds: number): string =>
  formatDuration(Math.max(60_000, Math.round(milliseconds / 60_000) * 60_000))

const OUTCOMES: Record<PreviewedTry['outcome'], string> = {
  'would-try': '',
  'check-fails': 'Would not be tried: a check before it fails.',
  'not-approved': 'Would not be tried: it needs approval (--yes gives it).',
  'no-time-left': 'Would not be begun: the budget is spent before (--budget gives more).',
}

/** What a candidate would be applied with, as far as it is short; lists by their length. */
function settingsText(settings: unknown): string {
  if (typeof settings !== 'object' || settings === null) return settings === undefined ? '' : String(settings)
  return Object.entries(settings)
    .map(([key, value]) => {
      if (Array.isArray(value)) {
        const isShort = value.length <= 4 && value.every(item => typeof item !== 'object')
        return `${key} ${isShort ? value.join(', ') || 'none' : `${value.length} items`}`
      }
      if (typeof value !== 'object' || value === null) return `${key} ${String(value)}`
      const keys = Object.keys(value)
      return `${key} ${keys.length <= 4 ? keys.join(', ') || 'none' : `${keys.length} items`}`
    })
    .join('; ')
}

function tryText(attempt: PreviewedTry, order: number, colors: Colors, width: number): string {
  const { name, strategyId, risk, candidates, effects, basis, checks, outcome } = attempt
  const lines = (text: string, mark = ''): string[] =>
    wrapped(`${mark}${printable(text)}`, { width, first: '      ', rest: '        ' })
  const below = (text: string): string[] => wrapped(printable(text), { width, first: '        ' }).map(colors.dim)
  const mark = outcome === 'would-try' ? colors.green(`${order}.`) : colors.yellow('·')
  const expected = effects.map(
    ({ metric: measured, expected: mean, low, high }) =>
      `${shortName(measured)} ${formatPercent(mean)} (80 %: ${formatPercent(low)} to ${formatPercent(high)})`,
  )
  const unlike = new Set(candidates.map(({ reason }) => reason))
  return [
    `  ${mark} ${colors.bold(printable(name))} ${colors.dim(`${strategyId}, ${risk} risk`)}`,
    ...(OUTCOMES[outcome] === '' ? [] : lines(OUTCOMES[outcome]).map(colors.yellow)),
    ...lines(expected.length > 0 ? `Expected: ${expected.join(', ')}` : 'Expected: nothing that could be said before'),
    ...below(`from ${basis}`),
    ...lines(
      `Proof: about ${about(attempt.milliseconds)} (${attempt.blocks} blocks), beginning after about ${about(attempt.begins)}`,
    ),
    ...candidates.flatMap(({ candidate }, index) => {
      const settings = settingsText(candidate.settings)
      return [
        ...lines(`${index === 0 ? 'Would try' : 'Else'}: ${candidate.title}`),
        ...(settings === '' ? [] : below(`with ${settings}`)),
      ]
    }),
    ...[...unlike].flatMap(reason => lines(`Policy: ${reason}`)),
    ...checks
      .filter(({ passed }) => !passed)
      .flatMap(({ name: check, evidence }) => lines(`${check}: ${evidence}`, '✖ ')),
  ].join('\n')
}

function refusalText(
  { name, reason, conditionsHold, conditions, prerequisites, refusals }: PreviewedRefusal,
  colors: Colors,
  width: number,
): string {
  const lines = (text: string): string[] => wrapped(printable(text), { width, first: '      ', rest: '        ' })
  return [
    ...wrapped(`${printable(name)}: ${conditionsHold ? printable(reason) : 'its conditions do not hold'}`, {
      width,
      first: `  ${colors.dim('·')} `,
      rest: '      ',
    }),
    ...conditions.flatMap(({ metric: measured, operator, threshold, value, holds }) =>
      lines(
        `${holds ? '✔' : '·'} ${metric(measured).title}: ${value === null ? 'not measured' : formatValue(measured, value)} (asked: ${operator} ${formatValue(measured, threshold)})`,
      ),
    ),
    ...prerequisites
      .filter(unmet => !unmet.met && !(conditionsHold && reason.includes(unmet.reason)))
      .flatMap(unmet => lines(`${unmet.reason}. ${unmet.remedy}`)),
    ...refusals
      .slice(0, MOST)
      .map(({ subject, reason: why }) => `${subject}: ${why}`)
      .filter(said => !(conditionsHold && reason.includes(said)))
      .flatMap(said => lines(said)),
  ].join('\n')
}

/** What a session would do, for the terminal. @param width columns */
export function previewText(preview: OptimizationPreview, colors: Colors, width: number): string {
  const { tries, refused, leftAlone, pages, profiles } = preview
  const all = (text: string): string[] => wrapped(text, { width, first: '  ', rest: '    ' })
  const going = tries.filter(({ outcome }) => outcome === 'would-try')
  const needed = preview.baseline + going.reduce((sum, { milliseconds }) => sum + milliseconds, 0) + preview.finalProof
  const blocks: readonly (readonly [string, string])[] = [
    [
      'Would measure',
      [
        ...all(printable(pages.join(', '))),
        ...all(`on ${profiles.map(id => PROFILES[id].title).join('; ')}`),
        ...all(printable(preview.tests ?? 'The project has no tests of its own to guard it.')),
      ].join('\n'),
    ],
    ['Worth knowing', caveatLines(preview.caveats, colors, width)],
    [
      'Would try, in this order',
      tries.map((attempt, index) => tryText(attempt, index + 1, colors, width)).join('\n') || '  Nothing.',
    ],
    ['Would not try', refused.map(refusal => refusalText(refusal, colors, width)).join('\n')],
    [
      'Would leave alone',
      [
        ...leftAlone
          .slice(0, MOST)
          .flatMap(({ subject, reason }) => all(`${printable(subject)}: ${printable(reason)}`)),
        ...(leftAlone.length > MOST ? [`  … and ${leftAlone.length - MOST} more`] : []),
      ].join('\n'),
    ],
    [
      'Time',
      going.length === 0
        ? all('Nothing would be proved.').join('\n')
        : all(
            `about ${about(needed)} of ${formatDuration(preview.budget)}, of which ${about(preview.finalProof)} for the final proof; a candidate that its counts reject takes less`,
          ).join('\n'),
    ],
  ]
  const text = blocks
    .filter(([, content]) => content !== '')
    .map(([title, content]) => `${colors.bold(title)}\n${content}`)
  const end = wrapped('A dry run: nothing was changed, no branch was made, and no session is on record.', { width })
  return `\n${[...text, end.join('\n')].join('\n\n')}\n`
}
