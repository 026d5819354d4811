import type * as t from '@babel/types'
import { walk } from '../../build-config/literals.js'
import type { SourceFile } from '../../source/parse.js'

/** What a construct costs more, in bytes of minified code, where it is written for browsers that don't know it; and the year in which it came. */
const COSTS: Readonly<Record<string, readonly [year: number, bytes: number]>> = {
  ArrowFunctionExpression: [2015, 14],
  ClassDeclaration: [2015, 120],
  ClassExpression: [2015, 120],
  ClassMethod: [2015, 12],
  ClassProperty: [2022, 20],
  TemplateLiteral: [2015, 8],
  SpreadElement: [2015, 20],
  RestElement: [2015, 50],
  ObjectPattern: [2015, 12],
  ArrayPattern: [2015, 40],
  ForOfStatement: [2015, 110],
  OptionalMemberExpression: [2020, 20],
  OptionalCallExpression: [2020, 20],
}

const yearAndBytes = (node: t.Node): readonly [number, number] | undefined => {
  if ('async' in node && node.async === true) return [2017, 150]
  if ('generator' in node && node.generator === true) return [2015, 150]
  if (node.type === 'LogicalExpression' && node.operator === '??') return [2020, 20]
  return COSTS[node.type]
}

/**
 * Bytes that sources would be spared if they were written for a newer level of the language: what their constructs typically cost, not how
 * often a compiler shares what they cost.
 *
 * @param from the year of the level that is written now
 * @param to that of the one to come
 */
export const costOfAge = (files: Iterable<SourceFile>, from: number, to: number): number => {
  let bytes = 0
  for (const { ast } of files) {
    walk(ast.program, node => {
      const [year, cost] = yearAndBytes(node) ?? [0, 0]
      if (year > from && year <= to) bytes += cost
    })
  }
  return bytes
}
