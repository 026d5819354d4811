import { attribute } from '../../html/elements.js'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'
import { isRegistration } from './worker-text.js'

/**
 * Adds the tag at the end of a page's head: nothing waits for an `async` script but the load event, after which it acts.
 * @returns the new text, or why it cannot be: as a sentence's end
 */
export const addScript = (html: string, tag: string): { readonly text: string } | string => {
  const page = parsePage(html)
  const isThere = page.elements.some(one => one.tagName === 'script' && isRegistration(attribute(one, 'src') ?? ''))
  return isThere ? 'asks for a worker already' : insertInHead(page, [tag], () => false)
}
