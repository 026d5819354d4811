import type { PackageDiagnosis, PageDiagnosis, PaintBlocker } from '../../../model/diagnosis.js'
import { PROFILES } from '../../../model/profile.js'
import { formatBytes, formatMilliseconds, formatNumber } from '../../format.js'
import { html, type Markup } from '../markup.js'

const MOST_ROWS = 12

/** A table with a row a file; nothing where there is none. */
function table(
  label: string,
  heads: readonly (readonly [text: string, isRight?: boolean])[],
  rows: readonly Markup[],
): Markup | null {
  if (rows.length === 0) return null
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><caption>${label}</caption>
<thead><tr>${heads.map(([text, isRight]) => html`<th scope="col"${isRight && html` class="right"`}>${text}</th>`)}</tr></thead><tbody>
${rows.slice(0, MOST_ROWS)}</tbody></table></div>${rows.length > MOST_ROWS && html`<p class="muted small">${rows.length - MOST_ROWS} more are in the JSON.</p>`}`
}

const number = (text: string): Markup => html`<td class="right number">${text}</td>`
/** A file, with what is to be known of it below: a column less is room on a phone. */
const file = (url: string, ...notes: readonly string[]): Markup =>
  html`<th scope="row"><code>${url}</code>${notes.filter(note => note !== '').map(note => html`<span class="interval">${note}</span>`)}</th>`

const HOW: Record<PaintBlocker['how'], string> = {
  head: 'nothing is painted before it',
  import: 'imported by another sheet',
  body: 'holds back what follows it',
  font: 'holds the text that uses it',
}

/** What a view's files cost: before the first paint, unused, on the main thread; what moved, and other hosts. */
export function fileTables(view: PageDiagnosis, withProfile: boolean): Markup | null {
  const { firstPaint, unused, mainThread = [], shifts, otherHosts, profile } = view
  const tables = [
    table(
      'What the first paint waited for',
      [['File'], ['Bytes', true], ['Asked for', true], ['Had come', true]],
      (firstPaint?.blockers ?? []).map(
        ({ url, how, via, bytes, start, end }) =>
          html`<tr>${file(url, via === undefined ? HOW[how] : `imported by ${via}`)}${number(formatBytes(bytes))}${number(formatMilliseconds(start))}${number(formatMilliseconds(end))}</tr>`,
      ),
    ),
    firstPaint &&
      html`<p class="small">First paint at <span class="number">${formatMilliseconds(firstPaint.time)}</span>, <span class="number">${formatMilliseconds(firstPaint.afterLast)}</span> after the last thing that it had to wait for. The HTML had come at <span class="number">${formatMilliseconds(firstPaint.documentEnd)}</span>.</p>`,
    table(
      'Sent and not used while the page loads',
      [['File'], ['Unused', true], ['Of', true]],
      unused.map(
        ({ url, kind, bytes, unusedBytes, packages }) =>
          html`<tr>${file(url, kind === 'script' ? 'JavaScript' : 'styles', holds(packages))}<td class="right number">${formatBytes(unusedBytes)}<span class="interval">${formatNumber((100 * unusedBytes) / bytes)} %</span></td>${number(formatBytes(bytes))}</tr>`,
      ),
    ),
    table(
      'What kept the main thread in long frames, after the first paint',
      [['File'], ['Time', true], ['Of it blocking', true]],
      mainThread.map(
        ({ url, milliseconds, blocking }) =>
          html`<tr>${url === '' ? html`<th scope="row">parsing, style, layout and paint</th>` : file(url)}${number(formatMilliseconds(milliseconds))}${number(formatMilliseconds(blocking))}</tr>`,
      ),
    ),
    table(
      'What moved by itself',
      [['Moved'], ['Score', true], ['When', true]],
      shifts.map(
        ({ moved, value, time, cause, seen }) =>
          html`<tr>${file(moved.join(', ') || 'not known', `${cause}${seen ? '' : ' (not seen to push)'}`)}${number(formatNumber(value, 3))}${number(formatMilliseconds(time))}</tr>`,
      ),
    ),
    otherHosts.length > 0 &&
      html`<p class="small">Other hosts: ${otherHosts.map(({ host, requests, blocked }) => `${host} (${formatNumber(requests)} ${requests === 1 ? 'request' : 'requests'}${blocked ? ', blocked here' : ''})`).join(', ')}.</p>`,
  ].filter(part => part)
  if (tables.length === 0) return null
  return html`<h3>By file${withProfile && `, ${PROFILES[profile].title}`}</h3>${tables}`
}

const holds = (packages: readonly { readonly name: string; readonly bytes: number }[]): string =>
  packages.length === 0 ? '' : `holds ${packages.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(', ')}`

const copiesOf = ({ copies }: PackageDiagnosis): string => {
  if (copies.length < 2) return ''
  const each = copies.map(({ folder, askedBy }) =>
    askedBy.length === 0 ? folder : `${folder} for ${askedBy.map(name => name ?? 'the project').join(', ')}`,
  )
  return `${copies.length} copies: ${each.join('; ')}`
}

export const packageTable = (packages: readonly PackageDiagnosis[]): Markup | null =>
  table(
    'Packages in the bundle',
    [['Package'], ['At the start', true], ['In all', true]],
    packages.map(
      one =>
        html`<tr>${file(one.name, copiesOf(one), one.lighter ?? '', ...one.notes)}${number(one.initialBytes === 0 ? 'none' : formatBytes(one.initialBytes))}${number(formatBytes(one.bytes))}</tr>`,
    ),
  )
