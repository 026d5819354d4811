import type { Flow } from '../../../model/flow.js'
import type { PageObservation } from '../../../model/observation.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import { looksLikeItActs } from '../../../model/side-effects.js'
import type { PageTarget } from '../../../model/target.js'
import { attribute } from '../../html/elements.js'
import type { ParsedPage } from '../../html/insert-in-head.js'
import { servedPath } from '../../html/served-texts.js'

/** A page that a visitor may open next. */
export interface NextPage {
  /** As the link has it. */
  readonly href: string
  readonly path: string
  /** Chance that a visit which goes on goes there, 0 to 1: among the measured pages that are linked. */
  readonly chance: number
}

/** A step that a recorded flow takes counts as much as so many links. */
const FLOW_STEP = 3

const samePage = (path: string): string => decoded(withoutQuery(path)).replace(/(?:\/index\.html?|\/)$/, '') || '/'

/** Whether a link leads on in the same tab, to a document, and means no more than that. */
const leadsOn = (link: ParsedPage['elements'][number]): boolean => {
  const href = attribute(link, 'href') ?? ''
  const rel = (attribute(link, 'rel') ?? '').toLowerCase().split(/\s+/)
  const target = (attribute(link, 'target') ?? '_self').toLowerCase()
  return (
    href !== '' &&
    !/[?#]|<%|\{\{/.test(href) &&
    attribute(link, 'download') === undefined &&
    attribute(link, 'onclick') === undefined &&
    !/^(?:false|none)$/.test(attribute(link, 'data-prefetch') ?? '') &&
    ['_self', ''].includes(target) &&
    !rel.some(word => ['nofollow', 'external', 'sponsored'].includes(word)) &&
    !looksLikeItActs(href)
  )
}

/** Something for the eyes of one visitor, or a way in and out. */
const PERSONAL = /(?:log|sign)-?_?(?:in|up)|register|account|profile|admin|password|session|token|order/i

const stepsFrom = (flows: readonly Flow[], path: string): string[] =>
  flows.flatMap(({ steps }) => {
    const opened = steps.flatMap(step =>
      step.type === 'navigate' ? [samePage(step.url.replace(/^https?:\/\/[^/]+/, ''))] : [],
    )
    return opened.flatMap((at, index) => (at === path && opened[index + 1] !== undefined ? [opened[index + 1]!] : []))
  })

/**
 * The measured pages that a page's HTML links to, the likeliest first, by their traffic and by what recorded flows do: only what was opened in
 * the lab is asked for ahead, and nothing of which the link says that it does something.
 */
export const nextPages = (
  page: PageTarget,
  html: ParsedPage,
  measured: readonly PageObservation[],
  flows: readonly Flow[],
): readonly NextPage[] => {
  const own = samePage(page.path)
  const targets = new Map(
    measured
      .filter(({ page: { path }, survey }) => !path.includes('?') && survey.redirectedTo === undefined)
      .map(({ page: target }) => [samePage(target.path), target]),
  )
  const taken = stepsFrom(flows, own)
  const found = new Map<string, { href: string; weight: number }>()
  for (const link of html.elements.filter(({ tagName }) => tagName === 'a')) {
    const href = (attribute(link, 'href') ?? '').trim()
    const path = leadsOn(link) ? servedPath(page.path, href) : null
    if (path === null || PERSONAL.test(path)) continue
    const target = targets.get(samePage(path))
    if (target === undefined || samePage(path) === own || found.has(target.id)) continue
    const flowed = taken.filter(one => one === samePage(path)).length * FLOW_STEP
    found.set(target.id, { href, weight: target.weight * (1 + flowed) })
  }
  const all = [...found]
    .map(([id, one]) => ({ id, ...one }))
    .toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
  const sum = all.reduce((total, { weight }) => total + weight, 0)
  return all.map(({ href, weight }) => ({ href, path: servedPath(page.path, href)!, chance: weight / sum }))
}

/** What asks for pages ahead. JSON in a script: nothing of it may end that. */
export const speculationTag = (pages: readonly NextPage[], eagerness: string): string => {
  const rules = { prefetch: [{ urls: pages.map(({ href }) => href), eagerness }] }
  return `<script type="speculationrules">${JSON.stringify(rules).replaceAll('<', '\\u003c')}</script>`
}
