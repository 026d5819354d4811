import { escapeHtml } from '../../model/escape-html.js'
import { ownCodeIn } from '../own-code.js'

/** Markup that is safe to insert as it stands; made only by `html`. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[]

/** Characters that HTML forbids or that reorder the text around them become the replacement character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A number and its unit stay on one line. */
const UNIT_SPACE = /(?<=\d) (?=(?:%|(?:ms|s|B|kB|MB|px|min)\b))/g

const escaped = (text: string): string => escapeHtml(text.replace(UNPRINTABLE, '\ufffd').replace(UNIT_SPACE, '\u00a0'))

function render(content: Content): string {
  if (content instanceof Markup) return content.text
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'object') return content.map(render).join('')
  return escaped(String(content))
}

/** A template whose every insertion is escaped (in text and in quoted attributes) unless it is itself `html`. */
export const html = (strings: TemplateStringsArray, ...contents: readonly Content[]): Markup =>
  new Markup(strings.reduce((text, part, index) => text + render(contents[index - 1]) + part))

/** A sentence of ours, in which our own options and commands are set as code. */
export const prose = (sentence: string): Markup =>
  html`${ownCodeIn(sentence).map(({ part, isCode }) => (isCode ? html`<code>${part}</code>` : part))}`

/** Our own style sheets and scripts, inserted as they stand. */
export const trusted = (text: string): Markup => new Markup(text)
