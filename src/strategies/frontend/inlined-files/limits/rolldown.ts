import type * as t from '@babel/types'
import { literalOf, propertyOf, treeOf, walk } from '../../../build-config/literals.js'
import { type Limits, NO_LIMITS, refused } from './limit.js'

/** Rolldown's own way to put files into the code stays: its way to make files of them (`asset`) names them from the page that shows them. */
export const rolldownRefusals = (path: string, text: string): Limits => {
  const tree = /moduleTypes/.test(text) ? treeOf(path, text) : null
  let types: t.Node | undefined
  if (tree !== null)
    walk(tree, node => {
      types ??= propertyOf(node, 'moduleTypes')?.value
    })
  const inCode =
    types?.type === 'ObjectExpression' &&
    types.properties.some(one => one.type === 'ObjectProperty' && literalOf(one.value) === 'dataurl')
  return inCode
    ? refused(
        path,
        'moduleTypes has files as dataurl: as asset, each would be looked for beside the page that shows it',
      )
    : NO_LIMITS
}
