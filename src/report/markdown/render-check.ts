import { type BuildCheck, type ComparedWeight, hasBase } from '../../model/check.js'
import { redactText } from '../../model/redaction/index.js'
import {
  budgetMark,
  budgetsWithCauses,
  budgetText,
  changeText,
  checkTitle,
  KIND_TITLES,
  shareText,
  tracedText,
  triggerText,
  uncomparedText,
  versionsText,
} from '../check-words.js'
import { formatBytes, formatDuration } from '../format.js'
import { table, text } from './escape.js'

/** More of a kind than this is in the JSON. */
const MOST = 10
/** So much of what shrank is told. */
const LESS = 3

const line = (said: string): string => text(redactText(said))

/** What came of a check, for a pull request, in GitHub-flavoured Markdown. Everything that comes from a project is escaped. */
export function renderCheck(check: BuildCheck): string {
  const { base, triggers, growth, caveats, milliseconds } = check
  const uncompared = uncomparedText(check)
  const parts = [
    `# ${line(checkTitle(check))}`,
    [versionsText(check), ...(uncompared === null ? [] : [uncompared])].map(line).join(' '),
    ...section(
      'Budgets',
      budgetsWithCauses(check).flatMap(({ budget, causes }) => [
        `- ${budgetMark(budget)} ${line(budgetText(budget))}`,
        ...causes.map(({ message }) => `  - ${line(message)}`),
      ]),
    ),
    ...section(
      'Build-time triggers',
      triggers.map(trigger => `- ${trigger.fires ? '**!** ' : ''}${line(triggerText(trigger))}`),
    ),
    ...section(hasBase(base) ? `By what it grew since ${line(base.name)}` : '', growthLines(growth)),
    ...section('Sizes', [weights(check)]),
    ...section(
      'Worth knowing',
      caveats.map(caveat => `- ${line(caveat)}`),
    ),
    `---\n\nTunewright, in ${formatDuration(milliseconds)}. Sizes are uncompressed unless they say gzip. 1 kB = 1,000 bytes.`,
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function growthLines(growth: BuildCheck['growth']): readonly string[] {
  const told = growth.length <= MOST ? growth : [...growth.slice(0, MOST - LESS), ...growth.slice(-LESS)]
  return [
    ...told.map(cause => {
      const traced = tracedText(cause)
      const change = `${cause.bytes > 0 ? '+' : ''}${formatBytes(cause.bytes)}`
      return `- **${change}** ${line(cause.message)}${traced === '' ? '' : ` (${line(traced)})`}`
    }),
    ...(growth.length > told.length ? [`- and ${growth.length - told.length} more`] : []),
  ]
}

function weights({ entries, kinds, parts }: BuildCheck): string {
  const named: readonly (readonly [string, ComparedWeight])[] = [
    ...entries.map(weight => [`entry ${weight.name}`, weight] as const),
    ...kinds.map(weight => [`${KIND_TITLES[weight.kind]} (${weight.count})`, weight] as const),
    ...parts.slice(0, MOST).map(weight => [[weight.name, ...weight.versions].join(' '), weight] as const),
  ]
  const isCompared = named.some(([, { before }]) => before !== undefined)
  return table(
    ['', 'Size', 'gzip', ...(isCompared ? ['Change', ''] : [])],
    named.map(([name, weight]) => [
      line(name),
      formatBytes(weight.size),
      formatBytes(weight.gzip),
      ...(isCompared ? [changeText(weight), shareText(weight)] : []),
    ]),
    [1, 2, 3, 4],
  )
}

function section(title: string, lines: readonly string[]): readonly string[] {
  const content = lines.filter(one => one !== '')
  return content.length === 0 ? [] : [`## ${title}\n\n${content.join('\n')}`]
}
