import postcss, { type AtRule, type ChildNode, type Container, type Declaration } from 'postcss'

/** Texts within quotes and brackets of an address stay as they are. */
const PARTS = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)'"]*\))/

const outsideQuotes = (text: string, change: (part: string) => string): string =>
  text
    .split(PARTS)
    .map((part, index) => (index % 2 === 1 ? unquoted(part) : change(part)))
    .join('')

/** Either kind of quotes means the same; an address needs none. */
const unquoted = (part: string): string =>
  /^url\(/.test(part) || part.includes('\\') ? part.replace(/\s+/g, '') : `"${part.slice(1, -1)}"`

/** `0.50` as `.5`, `1.0` as `1`. */
const number = (text: string): string =>
  text.replace(/(?<![\w#.])(\d*)\.(\d+)/g, (_, whole: string, part: string) => {
    const [left, right] = [whole.replace(/^0+/, ''), part.replace(/0+$/, '')]
    return right === '' ? left || '0' : `${left}.${right}`
  })

const color = (text: string): string =>
  text
    .replace(/#[0-9a-f]{3,8}\b/gi, found => found.toLowerCase())
    .replace(/#(?:([0-9a-f])\1)(?:([0-9a-f])\2)(?:([0-9a-f])\3)(?:([0-9a-f])\4)?(?![0-9a-f])/g, '#$1$2$3$4')

const withoutSpace = (text: string): string => text.replace(/\s+/g, ' ').replace(/\s*([,/!()])\s*/g, '$1')

/** A length of nothing has no unit; within calc() and a flex basis that is not so. */
const nothing = (text: string): string => text.replace(/(?<![\w.#-])0(?:px|em|rem|ex|pt|cm|mm|in|pc)\b/g, '0')

const WEIGHTS: Readonly<Record<string, string>> = { bold: '700', normal: '400' }

/** A value as minifiers write it. Differences that remain count as differences, whether they are any or not. */
const valueText = ({ prop, value, important }: Declaration): string => {
  const end = important ? '!important' : ''
  if (prop.startsWith('--')) return value.trim() + end
  const addressed = value.replace(/url\(\s*(['"])([^'"()\s\\]*)\1\s*\)/g, 'url($2)')
  const plain = outsideQuotes(addressed, part => color(number(withoutSpace(part)))).trim()
  const lengths = /\bcalc\(|\bm(in|ax)\(|\bclamp\(/i.test(plain) || /^(-\w+-)?flex/i.test(prop) ? plain : nothing(plain)
  return (/^font-weight$/i.test(prop) ? (WEIGHTS[lengths.toLowerCase()] ?? lengths) : lengths) + end
}

const selector = (text: string): string =>
  outsideQuotes(
    // An attribute's value that is a name needs no quotes.
    text.replace(/(=)\s*(['"])([a-zA-Z_][\w-]*)\2/g, '$1$3'),
    part =>
      part
        .replace(/\s+/g, ' ')
        .replace(/\s*([,>~+[\]=])\s*/g, '$1')
        .replace(/::(before|after|first-line|first-letter)\b/g, ':$1')
        .replace(/(^|,)\*(?=[:.#[])/g, '$1'),
  ).trim()

const condition = ({ params }: AtRule): string =>
  outsideQuotes(params, part =>
    number(part.replace(/\s+/g, ' ').replace(/\s*([,:()])\s*/g, '$1'))
      .replace(/\b(and|or|not)\(/g, '$1 (')
      .replace(/\)(and|or)\b/g, ') $1'),
  ).trim()

const told = (node: ChildNode): string[] => {
  if (node.type === 'comment') return []
  if (node.type === 'decl')
    return [`${node.prop.startsWith('--') ? node.prop : node.prop.toLowerCase()}:${valueText(node)}`]
  if (node.type === 'rule') {
    const inner = within(node)
    return inner.length === 0 ? [] : [`${selector(node.selector)}{`, ...inner, '}']
  }
  if (/^charset$/i.test(node.name)) return /^"utf-8"$/i.test(node.params) ? [] : [`@charset ${node.params}`]
  const head = `@${node.name.toLowerCase()} ${condition(node)}`
  if (!node.nodes) return [head]
  const inner = within(node)
  return inner.length === 0 ? [] : [`${head}{`, ...inner, '}']
}

const within = (node: Container): string[] => (node.nodes ?? []).flatMap(child => told(child as ChildNode))

/**
 * Whether two style sheets have the same rules in the same order, however they are written. What minifiers do beyond leaving out white space and
 * shortening numbers, colours and quotes (rules that are merged, other values) counts as a difference.
 *
 * @returns the first difference in words; null where there is none
 */
export const firstDifference = (whole: string, twin: string): string | null => {
  let both: readonly [string[], string[]]
  try {
    both = [within(postcss.parse(whole)), within(postcss.parse(twin))]
  } catch {
    return 'one of them cannot be read'
  }
  const [a, b] = both
  const at = a.findIndex((line, index) => line !== b[index])
  if (at < 0) return a.length === b.length ? null : `the twin also has ${b[a.length]}`
  return `${a[at]} is ${b[at] ?? 'nowhere'} there`
}

/** The share of a style sheet that is left without comments and white space between its parts. */
export const minifiedShare = (text: string): number => {
  const short = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([{};:,>])\s*/g, '$1')
  return text.length === 0 ? 1 : short.length / text.length
}
