import type * as t from '@babel/types'
import { minifiedLength } from '../../../../instruments/bundle/modules/minified-length.js'
import { literalOf, treeOf, walk } from '../../../build-config/literals.js'

/** What a module runs only where NODE_ENV is not `production`. */
export interface GuardedCode {
  /** Texts that it has there and nowhere else, which minifiers leave as they are. */
  readonly texts: readonly string[]
  /** Share (0–1) of the module, minified. */
  readonly share: number
}

type Environment = 'production' | 'development'

const other = (environment: Environment | null): Environment | null =>
  environment === null ? null : environment === 'production' ? 'development' : 'production'

const isNodeEnv = (node: t.Node): boolean =>
  node.type === 'MemberExpression' &&
  node.property.type === 'Identifier' &&
  node.property.name === 'NODE_ENV' &&
  node.object.type === 'MemberExpression' &&
  node.object.property.type === 'Identifier' &&
  node.object.property.name === 'env'

/** The environment that a condition asks for; a condition that asks for more as well still holds only there. */
const askedBy = (test: t.Node): Environment | null => {
  if (test.type === 'UnaryExpression') return test.operator === '!' ? other(askedBy(test.argument)) : null
  if (test.type === 'LogicalExpression') {
    const sides = [askedBy(test.left), askedBy(test.right)]
    const decisive = test.operator === '&&' ? 'development' : 'production'
    return sides.includes(decisive) ? decisive : null
  }
  if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(test.operator)) return null
  const named = isNodeEnv(test.left) ? test.right : isNodeEnv(test.right) ? test.left : null
  const name = literalOf(named)
  if (name !== 'production' && name !== 'development') return null
  return test.operator.startsWith('!') ? other(name) : name
}

const guardedBy = (node: t.Node): t.Node | null | undefined => {
  if (node.type === 'LogicalExpression') {
    const asked = askedBy(node.left)
    return (node.operator === '&&' && asked === 'development') || (node.operator === '||' && asked === 'production')
      ? node.right
      : null
  }
  if (node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return null
  const asked = askedBy(node.test)
  return asked === 'development' ? node.consequent : asked === 'production' ? node.alternate : null
}

const isStatement = ({ type }: t.Node): boolean => /Statement$/.test(type)

/** Long enough to be nobody else's, and of characters that no printer writes in another way. */
const TELLING = /^(?=.{20})[\w ,.:;()@/-]+$/

const textOf = (node: t.Node): string => {
  const text = node.type === 'StringLiteral' ? node.value : node.type === 'TemplateElement' ? node.value.raw : ''
  const trimmed = text.trim()
  return trimmed.includes(' ') && TELLING.test(trimmed) ? trimmed : ''
}

/** @returns null where the source asks for nothing of the kind, or is no script. */
export const guardedCode = (path: string, source: string): GuardedCode | null => {
  const tree = source.includes('.NODE_ENV') ? treeOf(path, source) : null
  if (tree === null) return null
  const guarded = new Set<t.Node>()
  walk(tree, (node, above) => {
    const inner = guardedBy(node)
    if (inner && !guarded.has(node) && !above.some(one => guarded.has(one))) guarded.add(inner)
  })
  if (guarded.size === 0) return null
  const texts = new Set<string>()
  let open = ''
  let production = ''
  let from = 0
  // A condition may hold such code as well as what it decides on.
  for (const part of [...guarded].toSorted((a, b) => a.start! - b.start!)) {
    walk(part, node => {
      texts.add(textOf(node))
    })
    const before = source.slice(from, part.start!)
    open += before
    production += `${before}${isStatement(part) ? ';' : '0'}`
    from = part.end!
  }
  const rest = source.slice(from)
  const [now, then] = [minifiedLength(source, false), minifiedLength(production + rest, false)]
  return {
    texts: [...texts].filter(text => text !== '' && !(open + rest).includes(text)),
    share: now === null || then === null ? 0 : 1 - then / now,
  }
}
