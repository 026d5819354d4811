import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute, elements } from '../../html/elements.js'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'

export interface Hint {
  readonly href: string
  readonly fetchPriority: 'high' | 'auto'
  /** Hand on `srcset` and `sizes` of the page's own `<img>` of that address. */
  readonly responsive: boolean
}

const escaped = (value: string): string => value.replace(/&(?!\w+;|#)/g, '&amp;').replaceAll('"', '&quot;')

/** The addresses an `<img>` may show. */
const addresses = (image: Tree.Element): string[] => [
  attribute(image, 'src') ?? '',
  ...(attribute(image, 'srcset') ?? '').split(',').map(candidate => candidate.trim().split(/\s+/)[0] ?? ''),
]

const sameFile = (a: string, b: string): boolean =>
  a === b || (a !== '' && (b.endsWith(`/${a.replace(/^(\.?\/)+/, '')}`) || b === `/${a}`))

const hintText = (document: readonly Tree.Element[], hint: Hint): string => {
  const image = document.find(
    one => one.tagName === 'img' && addresses(one).some(address => sameFile(address, hint.href)),
  )
  const srcset = image && hint.responsive ? attribute(image, 'srcset') : undefined
  const sizes = image && attribute(image, 'sizes')
  const responsive =
    srcset === undefined
      ? ''
      : ` imagesrcset="${escaped(srcset)}"${sizes === undefined ? '' : ` imagesizes="${escaped(sizes)}"`}`
  const priority = hint.fetchPriority === 'high' ? ' fetchpriority="high"' : ''
  const href = hint.href.startsWith('<%') ? hint.href : escaped(hint.href)
  return `<link rel="preload" as="image" href="${href}"${responsive}${priority}>`
}

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
  const present = all.some(
    one =>
      one.tagName === 'link' &&
      attribute(one, 'rel') === 'preload' &&
      sameFile(attribute(one, 'href') ?? '', hint.href),
  )
  if (present) return 'asks for it at once already'
  if (
    all.some(
      one =>
        one.tagName === 'picture' &&
        elements(one).some(inner => addresses(inner).some(address => sameFile(address, hint.href))),
    )
  ) {
    return 'shows it in a <picture> with several formats: which one a browser takes is not known beforehand'
  }
  return insertInHead(page, [hintText(all, hint)])
}
