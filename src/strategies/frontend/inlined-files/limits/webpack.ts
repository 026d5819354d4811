import type * as t from '@babel/types'
import { keyOf, literalOf, propertyAt, propertyOf, treeOf, walk } from '../../../build-config/literals.js'
import { isFunction, type Limits, NO_LIMITS, numberOf, refused, testedEndings, together } from './limit.js'

/** Bytes up to which `asset` puts files into the code by itself, about; and how that is written. */
const DEFAULT = 8192
const WRITTEN = '8 * 1024'

/** A rule for what imports ask for by name (`logo.svg?inline`). */
const askedFor = (above: readonly t.Node[]): boolean =>
  above.some(node => propertyOf(node, 'resourceQuery') !== undefined || propertyOf(node, 'scheme') !== undefined)

const ASKED_FOR = 'is for imports that ask for it (resourceQuery, scheme)'

const ofType = (path: string, property: t.ObjectProperty, above: readonly t.Node[], quote: string): Limits => {
  if (askedFor(above)) return refused(path, `type: 'asset/inline' ${ASKED_FOR}`)
  const encoding = propertyAt(above.at(-1) ?? null, ['generator', 'dataUrl'])
  if (encoding !== undefined && encoding.value.type !== 'ObjectExpression')
    return refused(path, "type: 'asset/inline' has files written in a way of its own (generator.dataUrl)")
  const { start, end } = property.value
  const detail = `${path}: type is 'asset', not 'asset/inline'`
  const replacement = { path, start: start!, end: end!, text: `${quote}asset${quote}`, detail }
  return { limits: [{ replacement, keeps: DEFAULT, takes: testedEndings(above) }], refusals: [] }
}

const ofCondition = (path: string, text: string, condition: t.Node, above: readonly t.Node[]): Limits => {
  if (isFunction(condition))
    return refused(path, 'dataUrlCondition is a function: which files are meant to stand in the code is its to say')
  const said = propertyOf(condition, 'maxSize')?.value
  if (said === undefined)
    return condition.type === 'ObjectExpression' ? NO_LIMITS : refused(path, 'dataUrlCondition is computed')
  const number = numberOf(said)
  if (number === undefined) return refused(path, 'dataUrlCondition.maxSize is computed')
  if (number <= DEFAULT) return NO_LIMITS
  if (askedFor(above)) return refused(path, `dataUrlCondition ${ASKED_FOR}`)
  const { start, end } = said
  const detail = `${path}: dataUrlCondition.maxSize is ${WRITTEN}, not ${text.slice(start!, end!)}`
  const replacement = { path, start: start!, end: end!, text: WRITTEN, detail }
  return { limits: [{ replacement, keeps: DEFAULT, takes: testedEndings(above) }], refusals: [] }
}

/** What a configuration of webpack says of files in the code by its own types of modules. */
export const webpackLimits = (path: string, text: string): Limits => {
  const tree = /asset\/inline|dataUrlCondition/.test(text) ? treeOf(path, text) : null
  const found: Limits[] = []
  if (tree === null) return NO_LIMITS
  walk(tree, (node, above) => {
    if (node.type !== 'ObjectProperty') return
    if (keyOf(node) === 'type' && literalOf(node.value) === 'asset/inline')
      found.push(ofType(path, node, above, text[node.value.start!]!))
    if (keyOf(node) === 'dataUrlCondition') found.push(ofCondition(path, text, node.value, above))
  })
  return together(found)
}

/** Why files of their own would not be found from every page, or null. */
export const webpackAddressHazard = (publicPath: string | null | undefined): string | null =>
  publicPath !== null && publicPath !== undefined && /^(?:auto$|\/|https?:)/.test(publicPath)
    ? null
    : `output.publicPath (${JSON.stringify(publicPath ?? '')}) says not where the site has its files: a file is looked for beside each page`
