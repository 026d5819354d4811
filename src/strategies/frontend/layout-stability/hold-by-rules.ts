import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { allowInline, policySources } from '../../html/content-security-policy.js'
import { attribute, shownElements } from '../../html/elements.js'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'

const mayHoldStyles = (all: readonly Tree.Element[]): boolean =>
  all
    .filter(one => one.tagName === 'meta' && /^content-security-policy$/i.test(attribute(one, 'http-equiv') ?? ''))
    .map(one => policySources(attribute(one, 'content') ?? '', 'style-src-elem', 'style-src', 'default-src'))
    .every(sources => sources === undefined || allowInline(sources))

/**
 * A page with rules in a `<style>` of its head that hold where scripts run: without them, places would stay empty, and slides away.
 * @returns why it cannot have them, in words, where it cannot
 */
export const holdByRules = (html: string, rules: readonly string[]): { readonly text: string } | string => {
  if (!mayHoldStyles(shownElements(parse(html)))) return 'has a Content Security Policy that keeps styles out of it'
  const edited = insertInHead(parsePage(html), [`<style>@media (scripting: enabled) { ${rules.join(' ')} }</style>`])
  return typeof edited === 'string' ? edited : { text: edited.text }
}
