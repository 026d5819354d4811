import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'

/** What stands before an address that is shown: the start of `url(`, or of a picture's attribute in markup. */
const SHOWN_AFTER = [
  /\burl\(\s*\\?["']?$/,
  /<(?:img|source|video|image|input)\b[^>]*\s(?:src|poster|(?:xlink:)?href|data-(?:src|lazy|original|bg|background))\s*=\s*\\?["']?$/i,
]

const isShownAfter = (text: string): boolean => SHOWN_AFTER.some(pattern => pattern.test(text))

/** `alone`: it is the whole text; `shown`: the text shows it; `mixed`: it becomes part of something else. */
export type InText = 'alone' | 'shown' | 'mixed'

export const inTemplate = (template: t.TemplateLiteral, value: t.Node): InText => {
  const index = template.expressions.indexOf(value as t.Expression)
  const texts = template.quasis.map(quasi => quasi.value.raw)
  if (template.expressions.length === 1 && texts.every(text => text.trim() === '')) return 'alone'
  // What another expression gives stands for any word.
  return isShownAfter(texts.slice(0, index + 1).join('x')) ? 'shown' : 'mixed'
}

/** The same of `'url(' + address + ')'`. */
export const inSum = (value: NodePath<t.Node>): InText => {
  const sum = value.parent as t.BinaryExpression
  if (sum.right === value.node) return isShownAfter(textOf(sum.left)) ? 'shown' : 'mixed'
  return sum.right.type === 'StringLiteral' && sum.right.value === '' ? 'alone' : 'mixed'
}

const textOf = (node: t.Node): string => {
  if (node.type === 'StringLiteral') return node.value
  if (node.type === 'TemplateLiteral') return node.quasis.map(quasi => quasi.value.raw).join('x')
  if (node.type === 'BinaryExpression' && node.operator === '+') return textOf(node.left) + textOf(node.right)
  return 'x'
}

/** Addresses that a piece of text shows by itself: `url(/a.jpg)`, `<img src="/a.jpg">`, with their places in it. */
export const shownInText = (text: string): readonly { readonly reference: string; readonly at: number }[] => {
  const found: { reference: string; at: number }[] = []
  for (const match of text.matchAll(
    /\burl\(\s*\\?["']?([^"')\\\s]+)|<(?:img|source|video|image|input)\b[^>]*?\s(?:src|poster|(?:xlink:)?href|data-(?:src|lazy|original|bg|background))\s*=\s*\\?["']([^"'\\]+)/gi,
  )) {
    const reference = match[1] ?? match[2]!
    found.push({ reference, at: match.index + match[0].length - reference.length })
  }
  return found
}
