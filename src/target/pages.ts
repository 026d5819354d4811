import { withoutQuery } from '../model/pathname.js'
import { looksLikeItActs } from '../model/side-effects.js'
import type { PageTarget } from '../model/target.js'

/** So many pages are looked for where nobody names any. */
export const DEFAULT_PAGES = 3

/** Files that are not pages. */
const NOT_A_PAGE = /\.(?!html?$|php$|aspx?$|jsp$)[a-z][a-z0-9]{0,5}$/i

/** More children than this below one folder are taken for pages of one kind (`/products/…`). */
const KINDS_BELOW_A_FOLDER = 3
const KINDS_AT_THE_TOP = 8

const pathOf = (link: string) => withoutQuery(link).replace(/\/+$/, '') || '/'

const segmentsOf = (link: string) => pathOf(link).split('/').filter(Boolean)

const looksLikeId = (segment: string) => /^\d+$|^(?=.*\d)[0-9a-f]{8,}$|^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(segment)

/** Each path's kind: with a star for each segment that tells pages of one kind apart. */
function kindsOf(links: readonly string[]): Map<string, string> {
  const kinds = new Map(links.map(link => [link, '']))
  const depth = Math.max(0, ...links.map(link => segmentsOf(link).length))
  for (let i = 0; i < depth; i++) {
    const children = new Map<string, Set<string>>()
    for (const link of links) {
      const segment = segmentsOf(link)[i]
      if (segment === undefined) continue
      const parent = `${kinds.get(link)}/`
      children.set(parent, (children.get(parent) ?? new Set()).add(segment))
    }
    const limit = i === 0 ? KINDS_AT_THE_TOP : KINDS_BELOW_A_FOLDER
    for (const link of links) {
      const segment = segmentsOf(link)[i]
      if (segment === undefined) continue
      const parent = `${kinds.get(link)}/`
      const many = (children.get(parent)?.size ?? 0) > limit
      kinds.set(link, `${parent}${many || looksLikeId(segment) ? '*' : segment}`)
    }
  }
  return kinds
}

/** `/` → `home`, `/products/lamp?ref=home` → `products-lamp`. */
export const pageId = (path: string): string =>
  segmentsOf(path)
    .map(segment =>
      segment
        .replace(/\.\w+$/, '')
        .replace(/[^A-Za-z0-9]+/g, '-')
        .replace(/^-|-$/g, ''),
    )
    .filter(Boolean)
    .join('-')
    .slice(0, 60) || 'home'

/** Pages with ids made from their paths, made unique by a number. */
export function withIds(pages: readonly (Pick<PageTarget, 'path'> & Partial<PageTarget>)[]): PageTarget[] {
  const taken = new Set(pages.flatMap(({ id }) => (id === undefined ? [] : [id])))
  return pages.map(({ path, id, weight = 1, ...view }) => {
    if (id !== undefined) return { id, path, weight, ...view }
    const base = view.view === 'repeat' ? `${pageId(path)}-repeat` : pageId(path)
    let unique = base
    for (let n = 2; taken.has(unique); n++) unique = `${base}-${n}`
    taken.add(unique)
    return { id: unique, path, weight, ...view }
  })
}

/**
 * Picks up to `limit` unlike pages from the links that a crawl found: one of each kind by the pattern of its path, the kinds with the most
 * links first (a shop's product page before its imprint), `/` always. Links that may do something (log out, cart) and files are left out.
 * @param links same-origin paths, in the order in which they were found.
 */
export function choosePages(links: readonly string[], limit: number): PageTarget[] {
  const found = links.filter(link => /^\/(?!\/)/.test(link) && !looksLikeItActs(link) && !NOT_A_PAGE.test(pathOf(link)))
  // The first way in which a page was linked to stays its path; `/about`, `/about/` and `/about/index.html` are one page.
  const pages = new Map<string, string>()
  for (const link of ['/', ...found]) {
    const page = pathOf(link).replace(/\/index\.html?$/, '') || '/'
    if (!pages.has(page)) pages.set(page, link.split('#')[0]!)
  }
  const byKind = new Map<string, string[]>()
  for (const [page, kind] of kindsOf([...pages.keys()])) byKind.set(kind, [...(byKind.get(kind) ?? []), page])
  const home = byKind.get('') ?? ['/']
  byKind.delete('')
  const others = [...byKind.values()].sort((a, b) => b.length - a.length)
  return withIds([home, ...others].slice(0, Math.max(1, limit)).map(([page]) => ({ path: pages.get(page!)! })))
}
