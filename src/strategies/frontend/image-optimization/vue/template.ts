/** An attribute or directive as it is written; offsets are those of the file. */
export interface VueAttribute {
  readonly name: string
  /** As it is written, without its quotes; null where there is none. */
  readonly value: string | null
  /** What the value stands in; '' where it has no quotes. */
  readonly quote: '"' | "'" | ''
  readonly start: number
  readonly end: number
}

export interface VueElement {
  readonly kind: 'element'
  readonly tag: string
  readonly attributes: readonly VueAttribute[]
  readonly parent: VueElement | null
  readonly children: readonly (VueElement | VueText)[]
  readonly start: number
  /** Where its name ends. */
  readonly nameEnd: number
  /** Whether its tag ends with `/>`. */
  readonly selfClosing: boolean
  /** Behind its start tag. */
  readonly openEnd: number
  /** Before its end tag, where it has one. */
  readonly contentEnd: number
  /** Behind all of it. */
  readonly end: number
}

export interface VueText {
  readonly kind: 'text'
  readonly text: string
}

/** A start tag. */
export type StartTag = Pick<VueElement, 'tag' | 'attributes' | 'start' | 'nameEnd' | 'selfClosing' | 'openEnd'>

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/
/** What holds text and no elements. */
const TEXT_ONLY = /^(?:script|style|textarea|title)$/i

type Building = { -readonly [key in keyof VueElement]: VueElement[key] } & { children: (VueElement | VueText)[] }

/**
 * Reads the element that begins at a place of a component's file, as Vue's compiler does: names keep their letters, `/>` closes whatever it
 * ends, what stands in `{{ }}` is no tag, and nothing is closed that the source does not close. A parser of HTML would put elements elsewhere.
 * @returns null where a tag is left open, or an attribute has no end
 */
export const parseElement = (text: string, start: number): VueElement | null => {
  const first = startTagAt(text, start)
  if (first === null) return null
  const root = opened(first, null)
  if (first.selfClosing || VOID.test(first.tag)) return root
  let element: Building = root
  let at = root.openEnd
  while (at < text.length) {
    const next = nextMarkup(text, at)
    if (next > at) element.children.push({ kind: 'text', text: text.slice(at, next) })
    if (next >= text.length) return null
    at = next
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4)
      if (end < 0) return null
      at = end + 3
    } else if (text[at + 1] === '/') {
      const close = /^<\/([a-zA-Z][^\s>/]*)\s*>/.exec(text.slice(at, at + 200))
      if (close === null || close[1]!.toLowerCase() !== element.tag.toLowerCase()) return null
      element.contentEnd = at
      element.end = at + close[0].length
      at = element.end
      if (element === root) return root
      element = element.parent as Building
    } else {
      const tag = startTagAt(text, at)
      if (tag === null) return null
      const child = opened(tag, element)
      element.children.push(child)
      at = tag.openEnd
      if (tag.selfClosing || VOID.test(tag.tag)) continue
      if (TEXT_ONLY.test(tag.tag)) {
        const content = endOfText(text, at, tag.tag)
        if (content === null) return null
        child.contentEnd = content.start
        child.end = content.end
        at = content.end
      } else element = child
    }
  }
  return null
}

const opened = (tag: StartTag, parent: VueElement | null): Building => ({
  ...tag,
  kind: 'element',
  parent,
  children: [],
  contentEnd: tag.openEnd,
  end: tag.openEnd,
})

/** The end tag that ends an element in which there are no others. */
export const endOfText = (
  text: string,
  from: number,
  tag: string,
): { readonly start: number; readonly end: number } | null => {
  const close = new RegExp(String.raw`</${tag}\s*>`, 'gi')
  close.lastIndex = from
  const found = close.exec(text)
  return found === null ? null : { start: found.index, end: found.index + found[0].length }
}

/** The next tag or comment from here on; the text's end where there is none. */
const nextMarkup = (text: string, from: number): number => {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('{{', at)) {
      const end = text.indexOf('}}', at + 2)
      if (end > 0) at = end + 1
    } else if (text[at] === '<' && /^(?:[a-zA-Z!]|\/[a-zA-Z])/.test(text.slice(at + 1, at + 3))) return at
  }
  return text.length
}

/** The start tag at a place; null where none is whole. */
export const startTagAt = (text: string, start: number): StartTag | null => {
  const name = /^<([a-zA-Z][^\s>/]*)/.exec(text.slice(start, start + 200))
  if (name === null) return null
  const nameEnd = start + name[0].length
  const attributes: VueAttribute[] = []
  let at = nameEnd
  while (at < text.length) {
    if (/\s/.test(text[at]!)) at++
    else if (text[at] === '>') return { tag: name[1]!, attributes, start, nameEnd, selfClosing: false, openEnd: at + 1 }
    else if (text.startsWith('/>', at))
      return { tag: name[1]!, attributes, start, nameEnd, selfClosing: true, openEnd: at + 2 }
    else if (text[at] === '/') at++
    else {
      const attribute = attributeAt(text, at)
      if (attribute === null) return null
      attributes.push(attribute)
      at = attribute.end
    }
  }
  return null
}

const attributeAt = (text: string, start: number): VueAttribute | null => {
  const nameEnd = endOfName(text, start)
  const name = text.slice(start, nameEnd)
  const equals = /^\s*=\s*/.exec(text.slice(nameEnd, nameEnd + 100))
  if (equals === null) return { name, value: null, quote: '', start, end: nameEnd }
  const at = nameEnd + equals[0].length
  const quote = text[at]
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, at + 1)
    return end < 0 ? null : { name, value: text.slice(at + 1, end), quote, start, end: end + 1 }
  }
  const value = /^[^\s>]*/.exec(text.slice(at))![0]
  return { name, value, quote: '', start, end: at + value.length }
}

/** What is computed in a name stands in brackets: `v-slot:[`item.${name}`]`. */
const endOfName = (text: string, start: number): number => {
  let at = start + 1
  let depth = text[start] === '[' ? 1 : 0
  for (; at < text.length; at++) {
    const character = text[at]!
    if (character === '[') depth++
    else if (character === ']' && depth > 0) depth--
    else if (/[\s>]/.test(character) || (depth === 0 && /[=/]/.test(character))) break
  }
  return at
}
