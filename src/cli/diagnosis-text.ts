import type { PackageDiagnosis, PageDiagnosis } from '../model/diagnosis.js'
import { PROFILES } from '../model/profile.js'
import type { OptimizationOpportunityAnalysis } from '../model/session.js'
import { costOf, type ToldPoint, toldPoints } from '../report/diagnosis-points.js'
import { formatBytes, formatMilliseconds, formatNumber, pageName } from '../report/format.js'
import { printable } from '../report/printable.js'
import { columns } from '../report/text.js'
import { groupBy } from '../system/group-by.js'
import type { Colors } from './terminal.js'
import { wrapped } from './wrapped.js'

/** So many points of a page are told without `--verbose`, and those of low severity only where there is no other. */
const MOST_POINTS = 3
/** Rows of a table of files. */
const MOST_ROWS = 8

export interface PointsShown {
  readonly width: number
  readonly verbose: boolean
}

/** What costs most, page by page: the share, why, and what addresses it or what to do by hand. */
export function pointsText(
  { bottlenecks, currentPerformance }: OptimizationOpportunityAnalysis,
  colors: Colors,
  shown: PointsShown,
): string {
  const profiles = new Set([...currentPerformance.pages, ...bottlenecks].map(({ profile }) => profile)).size
  const byPage = groupBy(toldPoints(bottlenecks), ({ page }) => page)
  const order = [...currentPerformance.pages.map(({ page }) => page.id), ...byPage.keys()]
  return [...new Set(order)]
    .filter(page => byPage.has(page))
    .map(page => {
      const all = byPage.get(page) ?? []
      const told = shown.verbose ? all : weighty(all)
      const rest = all.length - told.length
      return [
        `  ${colors.bold(printable(pageName(page)))}`,
        ...told.flatMap(point => pointLines(point, profiles, colors, shown)),
        ...(rest > 0 ? [colors.dim(`    ${rest} more: --verbose`)] : []),
      ].join('\n')
    })
    .join('\n')
}

function weighty(points: readonly ToldPoint[]): readonly ToldPoint[] {
  const grave = points.filter(({ severity }) => severity !== 'low')
  return (grave.length > 0 ? grave : points.slice(0, 1)).slice(0, MOST_POINTS)
}

function pointLines(point: ToldPoint, profiles: number, colors: Colors, { width, verbose }: PointsShown): string[] {
  const { severity = 'medium', cause, strategyId, advice, notBy, page } = point
  const paint = { high: colors.red, medium: colors.yellow, low: colors.dim }[severity]
  const [most, ...others] = point.profiles
  const where =
    page === '*' || profiles === 1 ? '' : ` (${most}${others.length > 0 ? `; also ${others.join(', ')}` : ''})`
  const rest = ' '.repeat(11)
  const by = strategyId === null ? '' : ` →\u00a0${printable(strategyId)}`
  return [
    ...wrapped(`${costOf(point)}${where}: ${printable(cause)}${by}`, {
      width,
      first: `    ${paint(severity.padEnd(6))} `,
      rest,
    }),
    ...(strategyId === null && advice !== undefined
      ? wrapped(printable(advice), { width, first: `${rest}${colors.cyan('By hand:')} `, rest })
      : []),
    ...(verbose && notBy
      ? wrapped(`Not by ${printable(notBy.strategyId)}: ${printable(notBy.reason)}`, { width, first: rest, rest })
      : []),
  ]
}

/** A page taken apart, for `--verbose`: what the first paint waited for, what is not used, what kept the main thread, what moved. */
export function pageTables(page: PageDiagnosis, width: number): string {
  const { firstPaint, unused, mainThread = [], shifts, otherHosts, lcp } = page
  const tables: readonly (readonly [string, readonly (readonly string[])[], readonly number[]])[] = [
    [
      'LCP’s picture was found by way of',
      (lcp?.chain ?? []).map(({ url, end }) => [formatMilliseconds(end), printable(url)]),
      [0],
    ],
    [
      'Before the first paint',
      (firstPaint?.blockers ?? []).map(({ url, how, bytes, start, end }) => [
        how,
        formatBytes(bytes),
        `${formatMilliseconds(start)} to ${formatMilliseconds(end)}`,
        printable(url),
      ]),
      [1],
    ],
    [
      'Not used while the page loads',
      unused.map(({ url, bytes, unusedBytes }) => [
        formatBytes(unusedBytes),
        `${formatNumber((100 * unusedBytes) / bytes)} %`,
        printable(url),
      ]),
      [0, 1],
    ],
    [
      'Long frames by file',
      mainThread.map(({ url, milliseconds, blocking }) => [
        formatMilliseconds(milliseconds),
        `${formatMilliseconds(blocking)} blocking`,
        url === '' ? 'parsing, style, layout, paint' : printable(url),
      ]),
      [0, 1],
    ],
    [
      'What moved',
      shifts.map(({ value, moved, cause }) => [formatNumber(value, 3), printable(`${moved.join(', ')}: ${cause}`)]),
      [0],
    ],
    [
      'Other hosts',
      otherHosts.map(({ host, requests, blocked }) => [
        `${requests} ${requests === 1 ? 'request' : 'requests'}${blocked ? ', blocked' : ''}`,
        printable(host),
      ]),
      [],
    ],
  ]
  const filled = tables.filter(([, rows]) => rows.length > 0)
  if (filled.length === 0) return ''
  return [
    `  ${printable(page.page)}, ${PROFILES[page.profile].title}`,
    ...filled.map(
      ([title, rows, right]) => `    ${title}\n${indented(rows.slice(0, MOST_ROWS), right, width)}${more(rows.length)}`,
    ),
  ].join('\n')
}

const more = (rows: number): string => (rows > MOST_ROWS ? `\n        ${rows - MOST_ROWS} more: --json` : '')

const indented = (rows: readonly (readonly string[])[], right: readonly number[], width: number): string =>
  columns(rows, right)
    .split('\n')
    .map(line => `    ${line}`)
    .map(line => (line.length > width && width > 40 ? `${line.slice(0, width - 1)}…` : line))
    .join('\n')

/** The packages in the bundle with what is known against them, for `--verbose`. */
export function packageTable(packages: readonly PackageDiagnosis[], width: number): string {
  return packages
    .slice(0, 2 * MOST_ROWS)
    .flatMap(({ name, bytes, initialBytes, copies, lighter, notes }) => [
      `  ${printable(name)}: ${formatBytes(bytes)}, ${formatBytes(initialBytes)} of it at the start${copies.length > 1 ? `, ${copies.length} copies` : ''}`,
      ...[...(lighter === undefined ? [] : [lighter]), ...notes].flatMap(note =>
        wrapped(printable(note), { width, first: '    ' }),
      ),
    ])
    .join('\n')
}
