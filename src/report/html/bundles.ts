import type { BundlePart, BundleSummary } from '../../model/load-summary.js'
import type { ArmsShown } from '../arms-shown.js'
import { formatBytes, formatDifference, formatNumber, formatPercent } from '../format.js'
import { html, type Markup } from './markup.js'
import { partName, treemapOf, WHEN } from './treemap.js'

/** So many packages and modules have a row of their own. */
const MOST_ROWS = 14

/** What the JavaScript is made of, before and after: two maps on one scale, and the table that says the same in figures. */
export function bundles(arms: readonly ArmsShown[]): Markup | null {
  const shown = arms.filter(({ bundle }) => bundle.before !== null || bundle.after !== null)
  if (shown.length === 0) return null
  return html`<p class="intro">Each area is as large as its bytes in the output: minified, not compressed. The bundler’s own runtime belongs to no part and is left out.</p>
<ul class="legend"><li><span class="key initial"></span> loaded at the start, by every first visit</li><li><span class="key on-demand"></span> loaded on demand</li></ul>
${shown.map((arm, index) => ofTarget(arm, index, shown.length > 1))}`
}

function ofTarget({ target, bundle, missing }: ArmsShown, index: number, withName: boolean): Markup {
  const sizes = [bundle.before, bundle.after].map(side => (side ? sum(side.parts) : 0))
  const scale = Math.max(...sizes, 1)
  const rows = rowsOf(bundle.before, bundle.after)
  const named = rows.slice(0, MOST_ROWS)
  const idOf = (row: number) => `js-${index + 1}-${row < 0 ? 'rest' : row + 1}`
  const rowOf = (part: BundlePart) => idOf(named.findIndex(row => row.kind === part.kind && row.name === part.name))
  const map = (side: BundleSummary | null, title: string) =>
    side &&
    html`<figure class="map"><figcaption><strong>${title}</strong> <span class="muted">${weights(side.parts)}</span></figcaption>
${treemapOf(side.parts, { title: `JavaScript ${title.toLowerCase()}`, scale, rowOf })}</figure>`
  return html`${withName && html`<h3>${target.name}</h3>`}
<div class="maps">${map(bundle.before, 'Before')}${map(bundle.after, 'After')}</div>
${missing && html`<p class="muted">${missing}</p>`}
${table(rows, idOf, bundle.after !== null, bundle.before, bundle.after)}`
}

interface Row {
  readonly name: string | null
  readonly kind: BundlePart['kind']
  readonly before: readonly BundlePart[]
  readonly after: readonly BundlePart[]
}

function rowsOf(before: BundleSummary | null, after: BundleSummary | null): readonly Row[] {
  const rows = new Map<
    string,
    { name: string | null; kind: BundlePart['kind']; before: BundlePart[]; after: BundlePart[] }
  >()
  for (const [side, summary] of [
    ['before', before],
    ['after', after],
  ] as const)
    for (const part of summary?.parts ?? []) {
      const key = JSON.stringify([part.name, part.kind])
      const row = rows.get(key) ?? { name: part.name, kind: part.kind, before: [], after: [] }
      row[side].push(part)
      rows.set(key, row)
    }
  const size = (row: Row) => Math.max(sum(row.before), sum(row.after))
  // What has no name of its own comes last, and into the row of the rest.
  return [...rows.values()].sort((a, b) => Number(a.name === null) - Number(b.name === null) || size(b) - size(a))
}

const sum = (parts: readonly BundlePart[]): number => parts.reduce((total, { bytes }) => total + bytes, 0)

const weights = (parts: readonly BundlePart[]): string => {
  const initial = sum(parts.filter(({ when }) => when === 'initial'))
  return `${formatBytes(initial)} at the start, ${formatBytes(sum(parts) - initial)} on demand`
}

function table(
  rows: readonly Row[],
  idOf: (row: number) => string,
  hasAfter: boolean,
  before: BundleSummary | null,
  after: BundleSummary | null,
): Markup {
  const named = rows.slice(0, MOST_ROWS)
  const rest = rows.slice(MOST_ROWS)
  const side = (parts: readonly BundlePart[]) =>
    html`<td class="right"><span class="number">${parts.length === 0 ? 'none' : formatBytes(sum(parts))}</span>${parts.length > 0 && html`<span class="interval">${[...new Set(parts.map(({ when }) => WHEN[when]))].join(' and ')}</span>`}</td>`
  const line = (id: string, head: Markup, from: readonly BundlePart[], to: readonly BundlePart[]) =>
    html`<tr id="${id}"><th scope="row">${head}</th>${side(from)}${hasAfter && html`${side(to)}${change(sum(from), sum(to))}`}</tr>`
  const modules = (row: Row) =>
    Math.max(...[row.before, row.after].map(parts => parts.reduce((total, part) => total + part.modules, 0)))
  const all = (id: string, title: string, keep: (part: BundlePart) => boolean) =>
    line(id, html`<strong>${title}</strong>`, before?.parts.filter(keep) ?? [], after?.parts.filter(keep) ?? [])
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Parts of the JavaScript"><table><caption>The largest parts: packages, and modules of your own code</caption>
<thead><tr><th scope="col">Part</th><th scope="col" class="right">Before</th>${hasAfter && html`<th scope="col" class="right">After</th><th scope="col" class="right">Change</th>`}</tr></thead><tbody>
${named.map((row, index) => line(idOf(index), html`<code>${partName({ ...row, when: 'initial', bytes: 0, gzipBytes: 0, modules: 0 })}</code><span class="interval">${row.kind === 'own' ? 'own code' : `package, ${formatNumber(modules(row))} ${modules(row) === 1 ? 'module' : 'modules'}`}</span>`, row.before, row.after))}
${
  rest.length > 0 &&
  line(
    idOf(-1),
    html`All others`,
    rest.flatMap(row => row.before),
    rest.flatMap(row => row.after),
  )
}
${all(`${idOf(-1)}-start`, 'Loaded at the start', part => part.when === 'initial')}
${all(`${idOf(-1)}-all`, 'All JavaScript', () => true)}
</tbody></table></div>`
}

function change(from: number, to: number): Markup {
  const difference = to - from
  if (difference === 0) return html`<td class="right number muted">as before</td>`
  return html`<td class="right"><span class="change ${difference < 0 ? 'better' : 'worse'}">${formatDifference('bundle-size', difference)}</span>${from > 0 && to > 0 && html`<span class="interval number">${formatPercent(100 * (to / from - 1))}</span>`}</td>`
}
