import { PROFILES } from '../../model/profile.js'
import type { PageScreenshots, ProvenSide, Proving } from '../../model/proving.js'
import { formatDuration, formatNumber, pageName } from '../format.js'
import { namedByPage } from '../only-page.js'
import { againCommands, testingText, versionName } from '../proving-words.js'
import { isUntimed, reserveOf } from '../standing.js'
import { DEFAULT_TOLERANCE } from '../tries.js'
import { bundles } from './bundles.js'
import type { PageSection } from './document.js'
import { effectTable, judgements } from './evidence.js'
import { filmstrips, lcpIn } from './filmstrip.js'
import { headline } from './headline.js'
import { html, type Markup } from './markup.js'
import { profileList, withoutHome } from './method.js'
import { waterfalls } from './waterfall.js'

const RESULT = {
  about:
    'The one version against the other, in paired loads of each page. Medians of either; the change is that of the pairs.',
  nothing: 'Nothing was measured beyond what is broken, so there is no before and after.',
}

/** What a comparison comes to, in the order in which it is read: the result, what is broken, what had to hold, what it looks like, and how. */
export function provingSections(proving: Proving): readonly PageSection[] {
  const { proof, changes, pages } = proving
  const { verdict } = proof
  const reserve = reserveOf(verdict)
  // Those over all pages are in the table of before and after.
  const ofPages = verdict.effects.filter(({ page }) => page !== '*')
  const arms = [
    {
      target: { name: '' },
      bundle: { before: proof.bundles?.baseline ?? null, after: proof.bundles?.candidate ?? null },
      waterfalls: proof.waterfalls ?? [],
      missing: null,
    },
  ]
  const section = (id: string, title: string, content: Markup | null): readonly PageSection[] =>
    content === null ? [] : [{ id, title, content, ...(reserve && { attributes: html`class="reserved"` }) }]
  return [
    ...section('broken', 'What is broken', broken(proving)),
    ...section('result', 'Before and after', headline(namedByPage(changes, pages), RESULT, reserve)),
    ...section('held', 'What it was held to', held(proving)),
    ...section(
      'effects',
      'Effects, page by page',
      effectTable(ofPages, 'Measured against the base', DEFAULT_TOLERANCE),
    ),
    ...section(
      'filmstrips',
      'What visitors see',
      isUntimed(verdict) ? null : filmstrips(proof.filmstrips, lcpIn(changes)),
    ),
    ...section('javascript', 'What the JavaScript is made of', bundles(arms)),
    ...section('requests', 'What the browser asks for', waterfalls(arms)),
    ...section('looked-at', 'What was looked at', lookedAt(proving)),
    ...section('method', 'How it was measured', method(proving)),
    ...section('again', 'How to do it again', again(proving)),
  ]
}

function held({ proof: { verdict } }: Proving): Markup | null {
  const judged = verdict.judgements.filter(({ outcome }) => !isUntimed(verdict) || outcome !== 'undecided')
  if (judged.length === 0) return null
  return html`${isUntimed(verdict) && html`<p class="intro">What is broken decided it, so nothing was timed.</p>`}${judgements({ ...verdict, judgements: judged }, DEFAULT_TOLERANCE)}`
}

function broken({ proof, screenshots }: Proving): Markup | null {
  const { breakages } = proof.verdict
  if (breakages.length === 0) return null
  return html`<ul>${breakages.map(({ check, page, message }) => html`<li><strong>${check.replaceAll('-', ' ')}</strong> on ${pageName(page)}: ${message}</li>`)}</ul>
${
  screenshots.length > 0 &&
  html`<p class="intro">These pages, cut to where they first look different${screenshots.some(({ differing }) => differing) && ', with frames around what differs'}.</p>
${screenshots.map(pair)}`
}`
}

/** Only base64 is let into the address, whatever the data says. */
const isSafe = (base64: string): boolean => /^[A-Za-z0-9+/]+=*$/.test(base64)

function pair({ page, profile, before, after, differing = [] }: PageScreenshots): Markup | null {
  if (!isSafe(before) || !isSafe(after)) return null
  const name = `${page}, ${PROFILES[profile].title}`
  const frames = html`<svg aria-hidden="true" focusable="false">${differing.map(({ x, y, width, height }) => html`<rect x="${percent(x)}" y="${percent(y)}" width="${percent(width)}" height="${percent(height)}"/>`)}</svg>`
  const side = (arm: 'Before' | 'After', picture: string) =>
    html`<div><p>${arm}</p><div class="view"><img src="data:image/webp;base64,${picture}" alt="${name}, ${arm.toLowerCase()}">${frames}</div></div>`
  return html`<figure class="comparison"><figcaption><strong>${page}</strong> <span class="muted">${PROFILES[profile].title}</span></figcaption>
<div class="views">${side('Before', before)}${side('After', after)}</div></figure>`
}

const percent = (share: number): string => `${Number((100 * share).toFixed(2))}%`

function lookedAt(proving: Proving): Markup {
  const { pages, candidate, base } = proving
  const own = candidate.kind === 'running' && base.kind === 'running' && pages.length === 1
  return html`<p>${sentence(testingText(proving))}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Pages"><table><caption>Pages that were measured${own && ', by the path at the base'}</caption>
<thead><tr><th scope="col">Page</th><th scope="col">Path</th><th scope="col" class="right">Weight</th></tr></thead><tbody>
${pages.map(({ id, path, weight }) => html`<tr><th scope="row">${id}</th><td><code>${path}</code></td><td class="right number">${formatNumber(weight, weight % 1 === 0 ? 0 : 2)}</td></tr>`)}
</tbody></table></div>`
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const KINDS: Readonly<Record<ProvenSide['kind'], string>> = {
  revision: 'built from a private checkout',
  folder: 'built from a private copy of the folder as it was',
  running: 'ran already',
}

function method(proving: Proving): Markup {
  const { base, candidate, profiles, measuredOn, seed, budget, startedAt, milliseconds, discarded, repeats } = proving
  const side = (title: string, version: ProvenSide) =>
    [
      title,
      html`${versionName(version)}<span class="interval">${KINDS[version.kind]}${version.kind !== 'running' && html`: <code>${withoutHome(version.place)}</code>`}</span>`,
    ] as const
  const rows: readonly (readonly [string, Markup | string])[] = [
    ['Comparison', html`<code>${proving.id}</code>`],
    ...(repeats ? [['Measures afresh', html`${repeats.kind} <code>${repeats.id}</code>`] as const] : []),
    side('Base', base),
    side('Candidate', candidate),
    ['Started', startedAt.toISOString()],
    ['Took', `${formatDuration(milliseconds)} of ${formatDuration(budget.milliseconds)}`],
    ['Error allowed', `${formatNumber(100 * budget.alpha, 3)} %`],
    ['Seed', String(seed)],
    [
      'Machine',
      `${measuredOn.processor}, ${measuredOn.cores} ${measuredOn.cores === 1 ? 'core' : 'cores'}, ${formatNumber(measuredOn.memory / 1e9, 1)} GB of memory`,
    ],
    ['System', measuredOn.system],
    ['Browser', `Chromium ${measuredOn.browser}`],
    ['Tunewright', `${measuredOn.tunewright}, Node.js ${measuredOn.node}`],
    [
      'Blocks thrown away',
      discarded.length === 0 ? 'none' : html`${discarded.map(reason => html`<span class="line">${reason}</span>`)}`,
    ],
  ]
  return html`<p class="intro">Both versions are served by the same code and loaded in random order next to each other, block by block, in a real browser behind a shaped network.</p>
<dl class="pairs">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${profileList(profiles)}`
}

const again = (proving: Proving): Markup =>
  html`<dl class="pairs">${againCommands(proving).map(([command, what]) => html`<div><dt>${what}</dt><dd><code>${command}</code></dd></div>`)}</dl>`
