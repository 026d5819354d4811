import { endOfBracket, splitList } from './selectors.js'

/** `>>>`, `/deep/`, `::v-deep` and `:deep` between two parts of a selector. */
const BETWEEN = /\s*(?:>>>|\/deep\/|::?(?:v-)?deep(?![\w(-]))\s*/g
const AROUND = /::?(?:v-)?(deep|slotted|global)\(/

/**
 * A selector of a component's own styles as the browser gets it, but for the mark of the component, which is on its last part.
 * @returns `own`: whether that last part means elements of the component alone, and not what is inside or outside of it
 */
export const inPlainNotation = (selector: string): { readonly texts: readonly string[]; readonly own: boolean } => {
  let text = selector.replace(BETWEEN, ' ')
  let own = text === selector
  for (let found = AROUND.exec(text); found !== null; found = AROUND.exec(text)) {
    const end = endOfBracket(text, found.index + found[0].length - 1)
    const inner = text.slice(found.index + found[0].length, end)
    own = false
    text =
      found[1] === 'global'
        ? inner
        : `${text.slice(0, found.index)}${found[1] === 'deep' ? ' ' : ''}${inner}${text.slice(end + 1)}`
  }
  return { texts: own ? [selector] : splitList(text).map(part => part.trim()), own }
}
