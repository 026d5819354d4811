export interface Attribute {
  readonly name: string
  /** Without its quotes; null where there is none. */
  readonly value: string | null
}

export type Token =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: readonly Attribute[]
      readonly selfClosing: boolean
    }
  | { readonly kind: 'close'; readonly name: string }
  /** `blocks`: what stands in braces in it. */
  | { readonly kind: 'text'; readonly text: string; readonly blocks: readonly string[] }

/**
 * Tags and texts of a template in which attributes may be expressions in braces (`src={item.image}`): a parser of HTML would end those at the first
 * space.
 */
export const tokenizeMarkup = (template: string): Token[] => {
  const tokens: Token[] = []
  const source = template.replace(/<!--[\s\S]*?-->/g, '')
  let at = 0
  let text = ''
  const flush = (): void => {
    if (text !== '') tokens.push({ kind: 'text', text, blocks: bracesIn(text) })
    text = ''
  }
  while (at < source.length) {
    const close = /^<\/([\w.:-]+)\s*>/.exec(source.slice(at, at + 200))
    const open = close ? null : /^<([a-zA-Z][\w.:-]*)/.exec(source.slice(at, at + 200))
    if (close) {
      flush()
      tokens.push({ kind: 'close', name: close[1]! })
      at += close[0].length
    } else if (open) {
      flush()
      const { attributes, end, selfClosing } = attributesFrom(source, at + open[0].length)
      tokens.push({ kind: 'open', name: open[1]!, attributes, selfClosing })
      at = end
    } else if (source[at] === '{') {
      const end = endOfBraces(source, at)
      text += source.slice(at, end)
      at = end
    } else text += source[at++]
  }
  flush()
  return tokens
}

const attributesFrom = (
  source: string,
  from: number,
): { readonly attributes: Attribute[]; readonly end: number; readonly selfClosing: boolean } => {
  const attributes: Attribute[] = []
  let at = from
  while (at < source.length) {
    const rest = source[at]!
    if (/\s/.test(rest)) at++
    else if (rest === '>') return { attributes, end: at + 1, selfClosing: false }
    else if (source.startsWith('/>', at)) return { attributes, end: at + 2, selfClosing: true }
    else if (rest === '{') {
      const end = endOfBraces(source, at)
      attributes.push({ name: source.slice(at, end), value: null })
      at = end
    } else {
      const name = /^[^\s=>/]+/.exec(source.slice(at, at + 200))?.[0] ?? rest
      at += name.length
      const equals = /^\s*=\s*/.exec(source.slice(at, at + 50))
      if (!equals) {
        attributes.push({ name, value: null })
        continue
      }
      at += equals[0].length
      const end = endOfValue(source, at)
      const quote = source[at] === '"' || source[at] === "'"
      attributes.push({ name, value: quote ? source.slice(at + 1, end - 1) : source.slice(at, end) })
      at = end
    }
  }
  return { attributes, end: at, selfClosing: false }
}

const endOfValue = (source: string, at: number): number => {
  const quote = source[at]
  if (quote === '"' || quote === "'") {
    const end = source.indexOf(quote, at + 1)
    return end < 0 ? source.length : end + 1
  }
  let end = at
  while (end < source.length && !/[\s>]/.test(source[end]!))
    end = source[end] === '{' ? endOfBraces(source, end) : end + 1
  return end
}

/** Just behind the brace that closes this one; quotes are passed over. */
const endOfBraces = (source: string, at: number): number => {
  let depth = 0
  for (let i = at; i < source.length; i++) {
    const character = source[i]!
    if (character === '{') depth++
    else if (character === '}' && --depth === 0) return i + 1
    else if (character === '"' || character === "'" || character === '`') {
      const end = source.indexOf(character, i + 1)
      if (end > 0 && !source.slice(i, end).includes('\n')) i = end
    }
  }
  return source.length
}

const bracesIn = (text: string): string[] => {
  const found: string[] = []
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    const end = endOfBraces(text, at)
    found.push(text.slice(at + 1, end - 1).trim())
    at = end
  }
  return found.filter(block => block !== '')
}
