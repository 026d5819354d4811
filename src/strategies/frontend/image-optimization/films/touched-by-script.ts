import { escapePattern } from '../../../../system/escape-pattern.js'
import { type ElementSketch, matchOf, splitList, splitSelector } from '../../../markup/selectors.js'
import type { SourceText } from '../plan/project.js'

/** What looks for images by their kind, whatever they are called. */
const BY_KIND =
  /\bdocument\s*\.\s*images\b|\bHTMLImageElement\b|\b(?:tagName|nodeName|localName)\b[^\n;]{0,40}(['"`])img\1|getElementsByTagName(?:NS)?\s*\([^)]*(['"`])(?:img|\*)\2/i
/** Strings in which the word stands by itself: a selector, or a text that cannot be told from one. What a script makes is no element of the page's. */
const QUOTED =
  /(?<!createElement\(\s*|createElementNS\([^)]{0,60})(['"`])((?:(?!\1)[^\\\n])*(?<![\w./#<$-])img(?![\w/-])(?:(?!\1)[^\\\n])*)\1/gi
const SELECTOR = /^[\w\s.#>+~,:()*='"[\]-]+$/

/** Why a script may do something with this `<img>` that a `<video>` would not take; null where none is known to. */
export const touchedByScript = (scripts: readonly SourceText[], image: ElementSketch): string | null => {
  const names = [...image.classes, ...(image.id === null ? [] : [image.id])]
  const named = names.map(
    name => new RegExp(`(['"\`])[^'"\`\\n]*(?<![\\w/-])${escapePattern(name)}(?![\\w-])[^'"\`\\n]*\\1`),
  )
  for (const { path, text } of scripts) {
    if (BY_KIND.test(text)) return `${path} looks for images`
    for (const [, , inner = ''] of text.matchAll(QUOTED)) {
      if (inner.includes('<img')) continue
      const isSelector = SELECTOR.test(inner)
      if (!isSelector || splitList(inner).some(part => couldFind(part, image)))
        return `${path} may look for it (\`${inner.slice(0, 60)}\`)`
    }
    const index = named.findIndex(pattern => pattern.test(text))
    if (index >= 0) return `${path} names \`${names[index]}\``
  }
  return null
}

const couldFind = (selector: string, image: ElementSketch): boolean => matchOf(splitSelector(selector), image) !== 'no'
