import type { Bottleneck, PageDiagnosis, TargetDiagnosis } from '../../../model/diagnosis.js'
import { PROFILES } from '../../../model/profile.js'
import type { OptimizationAutomationReport } from '../../../model/session.js'
import { groupBy } from '../../../system/group-by.js'
import { type ToldPoint, toldPoints } from '../../diagnosis-points.js'
import { formatMilliseconds, pageName } from '../../format.js'
import { html, type Markup } from '../markup.js'
import { fileTables, packageTable } from './files.js'
import { lcpFigure } from './lcp-figure.js'
import { type NameOf, pointList } from './points.js'

/** More are in the JSON: what matters comes first. */
const MOST_POINTS = 12

/** The unchanged system taken apart, page by page: where LCP's time went, what costs most, by file and package. */
export function diagnosis({ session, opportunityAnalysis }: OptimizationAutomationReport): Markup | null {
  const names = new Map(session.strategies.map(strategy => [strategy.id, strategy.name]))
  const told = new Set(opportunityAnalysis.opportunities.map(({ strategy }) => strategy.id))
  const nameOf: NameOf = id => {
    const name = names.get(id) ?? id
    return told.has(id) ? html`<a href="#opportunity-${id}">${name}</a>` : html`${name}`
  }
  const targets = session.config.targets.flatMap(({ id, name }) => {
    const points = session.diagnoses[id] ?? []
    const parts = session.takenApart?.[id]
    return points.length === 0 && (parts?.pages.length ?? 0) === 0 ? [] : [{ name, points, parts }]
  })
  if (targets.length === 0) return null
  return html`${targets.map(
    ({ name, points, parts }) =>
      html`${targets.length > 1 && html`<h3>${name}</h3>`}${ofTarget(points, parts, nameOf)}`,
  )}`
}

function ofTarget(points: readonly Bottleneck[], parts: TargetDiagnosis | undefined, nameOf: NameOf): Markup {
  const byPage = groupBy(toldPoints(points), ({ page }) => page)
  const pages = [...new Set([...(parts?.pages ?? []).map(({ page }) => page), ...byPage.keys()])].filter(
    page => page !== '*',
  )
  return html`<p class="intro">One measured load of each page and profile, the one in the middle. Shares overlap where things load at once: what is won by several is not their sum.</p>
${pages.map((page, index) =>
  ofPage(
    page,
    byPage.get(page) ?? [],
    (parts?.pages ?? []).filter(one => one.page === page),
    nameOf,
    index === 0,
  ),
)}${ofAll(byPage.get('*') ?? [], parts, nameOf)}`
}

function ofPage(
  page: string,
  points: readonly ToldPoint[],
  views: readonly PageDiagnosis[],
  nameOf: NameOf,
  isOpen: boolean,
): Markup {
  const figures = views.flatMap(({ profile, lcp }) =>
    lcp ? [`${PROFILES[profile].title}: LCP ${formatMilliseconds(lcp.time)}`] : [],
  )
  return html`<details class="diagnosed"${isOpen && html` open`}><summary>${pageName(page)} <span class="muted">${figures.join('; ')}</span></summary>
${views.map(lcpFigure)}
${pointList(points.slice(0, MOST_POINTS), page, nameOf)}
${points.length > MOST_POINTS && html`<p class="muted small">${points.length - MOST_POINTS} smaller ones are in the JSON.</p>`}
${views.map(view => fileTables(view, views.length > 1))}</details>`
}

function ofAll(points: readonly ToldPoint[], parts: TargetDiagnosis | undefined, nameOf: NameOf): Markup | false {
  const packages = parts?.packages ?? []
  if (points.length === 0 && packages.length === 0) return false
  return html`<details class="diagnosed"><summary>All pages <span class="muted">what is in the bundle</span></summary>
${pointList(points.slice(0, MOST_POINTS), 'all pages', nameOf)}
${packageTable(packages)}</details>`
}
