import { type ConditionResult, conditionsHold } from '../model/decision.js'
import { metric } from '../model/metrics.js'
import type { Observation, PageObservation } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'
import type { OptimizationOpportunity, OptimizationOpportunityAnalysis } from '../model/session.js'
import { shortName } from '../model/short-name.js'
import { caveatsOf } from '../report/caveats.js'
import { formatBytes, formatDuration, formatPercent, formatValue } from '../report/format.js'
import { printable } from '../report/printable.js'
import { columns } from '../report/text.js'
import { caveatLines } from './caveat-lines.js'
import { packageTable, pageTables, pointsText } from './diagnosis-text.js'
import { lcpBar, medianLcp } from './lcp-bar.js'
import type { Colors } from './terminal.js'
import { wrapped } from './wrapped.js'

const BAR = 48
const MOST = 8

/**
 * An analysis for the terminal: where the time goes, what weighs most, what could be done, and what not and why.
 * @param width columns of the terminal
 * @param verbose everything, not only what matters most
 * @param leftOut what of the checkout was not looked at, as a sentence; null where all of it was
 */
export function analysisText(
  analysis: OptimizationOpportunityAnalysis,
  colors: Colors,
  width: number,
  leftOut: string | null = null,
  verbose = false,
): string {
  const { currentPerformance: observation, opportunities, diagnosis } = analysis
  const applicable = opportunities.filter(opportunity => opportunity.applicable)
  const sections: readonly (readonly [string, string])[] = [
    ['Where the time goes', observation.pages.map(page => pageText(page, colors)).join('\n')],
    ['What costs most', pointsText(analysis, colors, { width, verbose })],
    [
      'Taken apart',
      verbose
        ? (diagnosis?.pages ?? [])
            .map(page => pageTables(page, width))
            .filter(Boolean)
            .join('\n')
        : '',
    ],
    verbose
      ? ['Packages', packageTable(diagnosis?.packages ?? [], width)]
      : ['Largest packages', packages(observation)],
    ['Largest pictures', pictures(observation)],
    [
      'Opportunities',
      applicable.map(item => opportunityText(item, analysis, colors, width, verbose)).join('\n') || '  None applies.',
    ],
    ['What does not apply', others(analysis, colors, width)],
    ['Worth knowing', caveatLines(caveatsOf(observation), colors, width)],
    ['Not looked at', leftOut === null ? '' : wrapped(leftOut, { width, first: '  ' }).join('\n')],
  ]
  const text = sections
    .filter(([, content]) => content !== '')
    .map(([title, content]) => `${colors.bold(title)}\n${content}`)
  return `\n${[...text, `Took ${formatDuration(analysis.duration)}`].join('\n\n')}\n`
}

function pageText(page: PageObservation, colors: Colors): string {
  const lcp = medianLcp(page)
  const names = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'cumulative-layout-shift',
    'total-blocking-time',
    'interaction-to-next-paint',
    'next-page-paint',
  ] as const
  const figures = names.flatMap(name => {
    const value = page.metrics[name]
    return value === undefined ? [] : [`${shortName(name)} ${formatValue(name, value)}`]
  })
  const head = `  ${colors.bold(printable(page.page.id))} ${colors.dim(`${printable(page.page.path)}, ${PROFILES[page.profile].title}`)}`
  if (!lcp) return `${head}\n    ${figures.join('  ')}`
  const element = `LCP is ${lcp.kind === 'image' ? 'the picture' : 'the text'} ${printable(lcp.url ?? (lcp.text ? `“${lcp.text}”` : lcp.selector))}`
  return [head, figures.join('  '), ...lcpBar(lcp, BAR, colors), colors.dim(element)].join('\n    ')
}

function packages({ bundle }: Observation): string {
  if (!bundle) return ''
  const sizes = new Map<string, number>()
  for (const { packageName, parsedSize } of bundle.modules) {
    const name = packageName ?? "the project's own code"
    sizes.set(name, (sizes.get(name) ?? 0) + parsedSize)
  }
  const largest = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, MOST)
  return columns(
    largest.map(([name, size]) => [formatBytes(size), printable(name)]),
    [0],
  )
}

function pictures(observation: Observation): string {
  const shown = observation.pages.flatMap(page =>
    page.survey.images.map(image => ({ image, density: PROFILES[page.profile].viewport.deviceScaleFactor })),
  )
  const largest = [...shown].sort((a, b) => b.image.bytes - a.image.bytes)
  const distinct = [...new Map(largest.reverse().map(item => [item.image.url, item])).values()].reverse().slice(0, MOST)
  return columns(
    distinct.map(({ image, density }) => [
      formatBytes(image.bytes),
      `${image.natural.width} × ${image.natural.height} sent`,
      `${Math.round(image.box.width * density)} × ${Math.round(image.box.height * density)} shown`,
      printable(image.url),
    ]),
    [0],
  )
}

const conditionText = ({ metric: name, operator, threshold, value, holds }: ConditionResult): string =>
  `${holds ? '✔' : '·'} ${metric(name).title}: ${value === null ? 'not measured' : formatValue(name, value)} (asked: ${operator} ${formatValue(name, threshold)})`

/** So many things that a strategy found, or left alone, are told without `--verbose`. */
const MOST_DETAILS = 3

const first = (lines: readonly string[], verbose: boolean): readonly string[] =>
  verbose || lines.length <= MOST_DETAILS + 1
    ? lines
    : [...lines.slice(0, MOST_DETAILS), `${lines.length - MOST_DETAILS} more of these: --verbose`]

/** A line below the name of a strategy. */
const detail = (text: string, width: number): string[] =>
  wrapped(printable(text), { width, first: '      ', rest: '        ' })

function opportunityText(
  item: OptimizationOpportunity,
  analysis: OptimizationOpportunityAnalysis,
  colors: Colors,
  width: number,
  verbose: boolean,
): string {
  const expected = analysis.impactEstimations
    .filter(({ strategyId }) => strategyId === item.strategy.id)
    .map(
      ({ metric: name, expected: mean, low, high }) =>
        `${shortName(name)} ${formatPercent(mean)} (80 %: ${formatPercent(low)} to ${formatPercent(high)})`,
    )
  return [
    `  ${colors.green('→')} ${colors.bold(printable(item.strategy.name))} ${colors.dim(`${item.strategy.id}, ${item.strategy.risks.level} risk`)}`,
    ...[
      ...item.conditions.map(conditionText),
      ...(expected.length > 0 ? [`Expected: ${expected.join(', ')}`] : []),
      ...item.candidates.map(({ title }) => `Would try: ${title}`),
      ...first(
        item.findings.map(({ subject, message }) => `Found: ${subject}: ${message}`),
        verbose,
      ),
      ...first(
        item.refusals.map(({ subject, reason }) => `Left alone: ${subject}: ${reason}`),
        verbose,
      ),
    ].flatMap(text => detail(text, width)),
  ].join('\n')
}

/** Reasons are phrases; beside another sentence they need their full stop. */
const sentence = (text: string): string => text.replace(/[^.!?…]$/, '$&.')

function others(
  { opportunities, notApplicable }: OptimizationOpportunityAnalysis,
  colors: Colors,
  width: number,
): string {
  const below = { width, rest: '      ' }
  const strategies = opportunities
    .filter(opportunity => !opportunity.applicable)
    .flatMap(({ strategy, reason, conditions, prerequisites }) => {
      const hold = conditionsHold(strategy.applicability.composition, conditions)
      const unmet = prerequisites.filter(({ met, reason: why }) => !met && !(hold && reason.includes(why)))
      return [
        ...wrapped(hold ? printable(reason) : 'its conditions do not hold', {
          ...below,
          first: `  ${colors.bold(printable(strategy.name))}: `,
        }),
        ...conditions.flatMap(condition => detail(conditionText(condition), width)),
        ...unmet.flatMap(({ reason: why, remedy }) => detail(`${sentence(why)} ${remedy}`, width)),
      ]
    })
  return [
    ...strategies,
    ...notApplicable.flatMap(({ framework, reason }) =>
      wrapped(printable(reason), { ...below, first: `  ${printable(framework)}: ` }),
    ),
  ].join('\n')
}
