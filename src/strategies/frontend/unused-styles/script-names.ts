import type * as t from '@babel/types'
import { traverseFast } from '@babel/types'
import { parseSyntax } from '../../source/parse.js'
import { ANYTHING, type KnownNames } from './known-names.js'

const methodOf = (callee: t.Node): string =>
  callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''

/** A text as a script puts it together: what is written, and `ANYTHING` for what it finds out when it runs. */
const putTogether = (node: t.Node): string => {
  switch (node.type) {
    case 'StringLiteral':
      return node.value.replaceAll(ANYTHING, ' ')
    case 'NumericLiteral':
      return String(node.value)
    case 'TemplateLiteral':
      return node.quasis
        .map(({ value }, index) => {
          const expression = node.expressions[index]
          return (value.cooked ?? value.raw).replaceAll(ANYTHING, ' ') + (expression ? putTogether(expression) : '')
        })
        .join('')
    case 'BinaryExpression':
      return node.operator === '+' ? putTogether(node.left) + putTogether(node.right) : ANYTHING
    case 'AssignmentExpression':
      return node.operator === '+=' ? ANYTHING + putTogether(node.right) : ANYTHING
    case 'CallExpression':
      return methodOf(node.callee) === 'concat'
        ? putTogether((node.callee as t.MemberExpression).object) + node.arguments.map(putTogether).join('')
        : ANYTHING
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return putTogether(node.expression)
    default:
      return ANYTHING
  }
}

/** `['btn', kind].join('-')`: what is between the parts. */
const joins = (node: t.CallExpression): boolean => {
  const [first] = node.arguments
  return methodOf(node.callee) === 'join' && first?.type === 'StringLiteral' && /^[-_]+$/.test(first.value)
}

const NAME_WITH_ANYTHING = /[\p{L}\p{N}_*-]+/gu

const isPutTogether = (node: t.Node): boolean =>
  node.type === 'TemplateLiteral' ||
  (node.type === 'BinaryExpression' && node.operator === '+') ||
  (node.type === 'AssignmentExpression' && node.operator === '+=') ||
  (node.type === 'CallExpression' && methodOf(node.callee) === 'concat')

/**
 * Adds what a script may call something: every word in it, and the patterns of names that it puts together. Of a script that cannot be parsed every word
 * counts as one of a text.
 */
export const addScript = (path: string, code: string, names: KnownNames): void => {
  names.addWords(code)
  const ast = parseSyntax(path, code)
  if (ast === null) {
    names.addOpenWords(code)
    names.addPieces(code)
    return
  }
  traverseFast(ast, node => {
    if (node.type === 'StringLiteral' || node.type === 'TemplateElement') {
      const text = node.type === 'StringLiteral' ? node.value : (node.value.cooked ?? node.value.raw)
      names.addWords(text)
      names.addOpenWords(text)
      names.addPieces(text)
    } else if (node.type === 'CallExpression' && joins(node)) names.addPattern(`${ANYTHING}-${ANYTHING}`)
    if (!isPutTogether(node)) return
    for (const name of putTogether(node).match(NAME_WITH_ANYTHING) ?? [])
      if (name.includes(ANYTHING)) names.addPattern(name)
  })
}
