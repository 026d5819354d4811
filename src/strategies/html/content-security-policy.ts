import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute } from './elements.js'

/** The sources that a Content Security Policy names for the first of these directives that it has; undefined where it has none of them. */
export const policySources = (policy: string, ...names: readonly string[]): string | undefined => {
  const directives = new Map(
    policy
      .split(';')
      .map(directive => directive.trim().split(/\s+/))
      .map(([name = '', ...values]) => [name.toLowerCase(), values.join(' ')] as const),
  )
  return names.map(name => directives.get(name)).find(sources => sources !== undefined)
}

/** Whether sources let a page hold such content of its own. A nonce or hash makes browsers ignore `'unsafe-inline'`. */
export const allowInline = (sources: string): boolean =>
  sources.includes("'unsafe-inline'") && !/'(?:nonce-|sha(?:256|384|512)-)/.test(sources)

/** Whether a page's own policies keep code out that stands in it. */
export const forbidsCode = (elements: readonly Tree.Element[]): boolean =>
  metaPolicies(elements).some(policy => {
    const sources = policySources(policy, 'script-src-elem', 'script-src', 'default-src')
    return sources !== undefined && !allowInline(sources)
  })

/** The policies that a page's HTML says of itself. */
export const metaPolicies = (elements: readonly Tree.Element[]): string[] =>
  elements
    .filter(
      one => one.tagName === 'meta' && /^content-security-policy$/i.test((attribute(one, 'http-equiv') ?? '').trim()),
    )
    .map(one => attribute(one, 'content') ?? '')
