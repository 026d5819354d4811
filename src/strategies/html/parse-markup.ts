import { parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'

/**
 * A page, or a part of one (a template's, a component's), with the places of what is in it. As for visitors with scripts: what is in `<noscript>` is text to them.
 */
export const parseMarkup = (source: string): Tree.Document | Tree.DocumentFragment => {
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: true } as const
  return /<!doctype|<html[\s>]/i.test(source) ? parse(source, options) : parseFragment(source, options)
}
