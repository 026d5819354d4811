import { type BuildCheck, brokenBudgets, type ComparedWeight, hasBase } from '../model/check.js'
import {
  budgetMark,
  budgetsWithCauses,
  budgetText,
  changeText,
  checkTitle,
  filesText,
  KIND_TITLES,
  shareText,
  tracedText,
  triggerText,
  uncomparedText,
  versionsText,
} from '../report/check-words.js'
import { formatBytes, formatDuration } from '../report/format.js'
import { printable } from '../report/printable.js'
import { columns } from '../report/text.js'
import { caveatLines } from './caveat-lines.js'
import { type Colors, truncate } from './terminal.js'
import { wrapped } from './wrapped.js'

/** More of a kind than this is in the JSON. */
const MOST = 10
/** So much of what shrank is told. */
const LESS = 3
/** With fewer columns the per cents give way to the names. */
const WIDE = 64

interface Row {
  readonly name: string
  readonly weight: ComparedWeight
}

/**
 * What came of a check, for the terminal.
 * @param width columns of the terminal
 */
export function checkText(check: BuildCheck, colors: Colors, width: number): string {
  const { base, triggers, growth, entries, kinds, parts, caveats, milliseconds } = check
  const uncompared = uncomparedText(check)
  const blocks: readonly (readonly [string, string])[] = [
    [
      'Budgets',
      budgetsWithCauses(check)
        .map(one => budgetLines(one, colors, width))
        .join('\n'),
    ],
    [
      'Build-time triggers',
      triggers
        .flatMap(trigger =>
          wrapped(printable(triggerText(trigger)), {
            width,
            first: `  ${trigger.fires ? colors.yellow('!') : colors.dim('·')} `,
            rest: '    ',
          }),
        )
        .join('\n'),
    ],
    [hasBase(base) ? `By what it grew since ${printable(base.name)}` : '', growthLines(growth, colors, width)],
    [
      'First load of each entry',
      rows(
        entries.map(weight => ({ name: `${weight.name} (${filesText(weight.files.length)})`, weight })),
        colors,
        width,
      ),
    ],
    [
      'Output',
      rows(
        kinds.map(weight => ({ name: `${KIND_TITLES[weight.kind]} (${weight.count})`, weight })),
        colors,
        width,
      ),
    ],
    [
      'Largest parts',
      rows(
        parts.map(weight => ({ name: [weight.name, ...weight.versions].join(' '), weight })),
        colors,
        width,
      ),
    ],
    ['Worth knowing', caveatLines(caveats, colors, width)],
  ]
  const isKept = brokenBudgets(check).length === 0
  const head = [
    `${isKept ? colors.green('✔') : colors.red('✖')} ${colors.bold(checkTitle(check))}`,
    ...[versionsText(check), ...(uncompared === null ? [] : [uncompared])].flatMap(text =>
      wrapped(printable(text), { width, first: '  ' }),
    ),
  ].join('\n')
  const text = blocks
    .filter(([, content]) => content !== '')
    .map(([title, content]) => `${colors.bold(title)}\n${content}`)
  return `\n${[head, ...text, `Took ${formatDuration(milliseconds)}`].join('\n\n')}\n`
}

function budgetLines(
  { budget, causes }: ReturnType<typeof budgetsWithCauses>[number],
  colors: Colors,
  width: number,
): string {
  const tone = { kept: colors.green, broken: colors.red, void: colors.red, unjudged: colors.dim }[budget.outcome]
  return [
    ...wrapped(printable(budgetText(budget)), { width, first: `  ${tone(budgetMark(budget))} `, rest: '    ' }),
    ...causes.flatMap(({ message }) => wrapped(printable(message), { width, first: '      ', rest: '        ' })),
  ].join('\n')
}

function growthLines(growth: BuildCheck['growth'], colors: Colors, width: number): string {
  const grown = growth.filter(({ bytes }) => bytes > 0)
  const shrunk = growth.filter(({ bytes }) => bytes < 0).toReversed()
  const told = [...grown.slice(0, MOST), ...shrunk.slice(0, LESS)]
  const changes = told.map(({ bytes }) => `${bytes > 0 ? '+' : ''}${formatBytes(bytes)}`)
  const widest = Math.max(0, ...changes.map(text => text.length))
  const left = growth.length - told.length
  return [
    ...told.flatMap((cause, index) => {
      const change = (changes[index] ?? '').padStart(widest)
      const rest = ' '.repeat(widest + 4)
      const traced = tracedText(cause)
      return [
        ...wrapped(printable(cause.message), {
          width,
          first: `  ${cause.bytes > 0 ? colors.yellow(change) : colors.green(change)}  `,
          rest,
        }),
        ...(traced === '' ? [] : wrapped(printable(traced), { width, first: rest }).map(line => colors.dim(line))),
      ]
    }),
    ...(left > 0 ? [`  and ${left} more (--json)`] : []),
  ].join('\n')
}

function rows(all: readonly Row[], colors: Colors, width: number): string {
  const told = all.slice(0, MOST)
  if (told.length === 0) return ''
  const isCompared = told.some(({ weight }) => weight.before !== undefined)
  const figures = (weight: ComparedWeight): string[] => [
    formatBytes(weight.size),
    formatBytes(weight.gzip),
    ...(isCompared ? [changeText(weight), ...(width < WIDE ? [] : [shareText(weight)])] : []),
  ]
  const head = ['size', 'gzip', ...(isCompared ? ['change', ...(width < WIDE ? [] : [''])] : [])]
  const cells = [head, ...told.map(({ weight }) => figures(weight))]
  const lines = columns(
    cells.map(row => [...row, '|']),
    head.map((_, column) => column),
  )
    .split('\n')
    .map(line => line.replace(/\|$/, ''))
  const room = (line: string) => Math.max(8, width - [...line].length)
  return [
    colors.dim((lines[0] ?? '').trimEnd()),
    ...told.map(({ name }, index) => {
      const line = lines[index + 1] ?? ''
      const whole = printable(name)
      return `${line}${[...whole].length <= room(line) ? whole : truncate(whole, room(line))}`
    }),
    ...(all.length > told.length ? [`  and ${all.length - told.length} more (--json)`] : []),
  ].join('\n')
}
