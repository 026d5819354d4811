import { forbidsCode } from '../../html/content-security-policy.js'
import { attribute } from '../../html/elements.js'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'

export interface Hint {
  /** What is asked for; of several addresses, the one that browsers take that know of no others. */
  readonly href: string
  /** Several addresses, of which browsers take one, as the page's own element has them; null: `href` alone. */
  readonly several: {
    readonly candidates: readonly { readonly href: string; readonly descriptor: string }[]
    readonly sizes: string
  } | null
  /** MIME type that the page's element asks for: browsers without it leave the hint alone. */
  readonly type: string | null
  readonly fetchPriority: 'high' | 'auto'
  /** Path of the only page that it is for, where others are made from the same HTML; null: for all of them. */
  readonly only: string | null
}

/** Templates' own notation is theirs to write. */
const escaped = (value: string): string =>
  value.startsWith('<%') ? value : value.replace(/&(?!\w+;|#)/g, '&amp;').replaceAll('"', '&quot;')

const sameFile = (a: string, b: string): boolean =>
  a === b || (a !== '' && (b.endsWith(`/${a.replace(/^(\.?\/)+/, '')}`) || b === `/${a}`))

const hintLines = ({ href, several, type, fetchPriority, only }: Hint): readonly string[] => {
  const srcset = several?.candidates.map(one => `${escaped(one.href)} ${one.descriptor}`.trimEnd()).join(', ')
  const attributes = [
    // A browser that takes none of several would load another picture by `href` than the page shows.
    several === null ? `href="${escaped(href)}"` : `imagesrcset="${srcset}"`,
    ...(several && several.sizes !== '' ? [`imagesizes="${escaped(several.sizes)}"`] : []),
    ...(type === null ? [] : [`type="${escaped(type)}"`]),
    ...(fetchPriority === 'high' ? ['fetchpriority="high"'] : []),
    ...(only === null ? [] : ['media="not all"']),
  ]
  const link = `<link rel="preload" as="image" ${attributes.join(' ')}>`
  return only === null ? [link] : [link, onlyOn(only)]
}

/** For no medium, a hint does nothing; on its page it is for all. */
const onlyOn = (path: string): string =>
  `<script>if (location.pathname === ${JSON.stringify(path).replaceAll('<', '\\u003c')}) document.currentScript.previousElementSibling.media = 'all'</script>`

/**
 * Adds a preload of a picture to a page, before what else it loads in its head; the rest of the text stays as it is.
 *
 * @returns the page's new text, or why it cannot be: as a sentence's end.
 */
export const insertHint = (html: string, hint: Hint): { readonly text: string } | string => {
  const page = parsePage(html)
  const all = page.elements
  const policy = all.find(
    one => one.tagName === 'meta' && /^content-security-policy$/i.test(attribute(one, 'http-equiv') ?? ''),
  )
  if (policy && /img-src(?![^;]*('self'|\*))/.test(attribute(policy, 'content') ?? ''))
    return 'forbids its own pictures by a Content Security Policy'
  const asked = all
    .filter(one => one.tagName === 'link' && attribute(one, 'rel') === 'preload')
    .flatMap(one => [attribute(one, 'href') ?? '', ...addressesOf(attribute(one, 'imagesrcset') ?? '')])
  const wanted = [hint.href, ...(hint.several?.candidates.map(one => one.href) ?? [])]
  if (asked.some(one => wanted.some(address => sameFile(one, address)))) return 'asks for it at once already'
  if (hint.only !== null && forbidsCode(all)) return 'is that of other pages too, and holds no scripts'
  return insertInHead(page, hintLines(hint))
}

/** An address may hold spaces only inside a template's notation. */
const addressesOf = (srcset: string): string[] =>
  [...srcset.matchAll(/[\s,]*((?:<%[\s\S]*?%>|[^\s])+?)(?:\s+[^\s,]+)?\s*(?:,|$)/g)].map(([, address]) => address ?? '')
