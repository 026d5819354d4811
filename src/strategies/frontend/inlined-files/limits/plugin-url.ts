import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { keyOf, literalOf, propertyOf } from '../../../build-config/literals.js'
import { parseSource, traverse } from '../../../source/parse.js'
import { type Limits, NO_LIMITS, numberOf, refused, together } from './limit.js'
import type { Places } from './places.js'

const PACKAGES = new Set(['@rollup/plugin-url', 'rollup-plugin-url'])
/** Bytes up to which it puts files into the code by itself. */
const DEFAULT = 14 * 1024
/** Endings that it takes by itself. */
const TAKEN = ['svg', 'png', 'jpg', 'jpeg', 'gif', 'webp']

const requiredBy = (node: t.Node | null | undefined): string | undefined => {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return undefined
  const named = literalOf(node.arguments[0])
  return typeof named === 'string' ? named : undefined
}

const packageOf = (callee: NodePath<t.Node>): string | undefined => {
  if (!callee.isIdentifier()) return undefined
  const declared = callee.scope.getBinding(callee.node.name)?.path
  if (declared?.parentPath?.isImportDeclaration()) return declared.parentPath.node.source.value
  return declared?.isVariableDeclarator() ? requiredBy(declared.node.init) : undefined
}

/** Why its files would not be found under the addresses that it gives them, or null. */
const addressHazard = (options: t.ObjectExpression, { output, isServedBelow }: Places): string | null => {
  const said = (key: string): unknown => literalOf(propertyOf(options, key)?.value)
  if (propertyOf(options, 'emitFiles') !== undefined && said('emitFiles') !== true) return 'makes no files (emitFiles)'
  const address = said('publicPath')
  if (typeof address !== 'string' || !address.startsWith('/'))
    return 'says not where the site has its files (publicPath): a file would be looked for beside each page'
  const folder = propertyOf(options, 'destDir') === undefined ? output : said('destDir')
  if (typeof folder !== 'string') return 'has the folder for its files computed (destDir)'
  return isServedBelow(folder, address) ? null : `puts its files into ${folder}, which is not served below ${address}`
}

/** Globs that name their endings are taken at their word; others may take any file. */
const taken = (options: t.ObjectExpression): ((ending: string) => boolean) => {
  const include = propertyOf(options, 'include')?.value
  if (include === undefined) return ending => TAKEN.includes(ending)
  const said = literalOf(include)
  const globs = (Array.isArray(said) ? said : [said]).map(String)
  if (said === undefined || !globs.every(glob => /\.[\w{},()|?]+$/.test(glob))) return () => true
  return ending =>
    globs.some(
      glob =>
        new RegExp(`[.{,(|]${ending}(?:[},)|]|$)`).test(glob) || (/jp\(e\)\?g/.test(glob) && /^jpe?g$/.test(ending)),
    )
}

const ofCall = (path: string, text: string, name: string, options: t.ObjectExpression, places: Places): Limits => {
  const said = propertyOf(options, 'limit')?.value
  if (said === undefined) return NO_LIMITS
  const number = literalOf(said) === false || literalOf(said) === null ? Number.POSITIVE_INFINITY : numberOf(said)
  if (number === undefined) return refused(path, `the limit of ${name}() is computed`)
  if (number <= DEFAULT) return NO_LIMITS
  const hazard = addressHazard(options, places)
  if (hazard !== null) return refused(path, `${name}() ${hazard}`)
  const { start, end } = said
  const detail = `${path}: the limit of ${name}() is ${DEFAULT}, as it is where nothing is said, not ${text.slice(start!, end!)}`
  const replacement = { path, start: start!, end: end!, text: String(DEFAULT), detail }
  return { limits: [{ replacement, keeps: DEFAULT, takes: taken(options) }], refusals: [] }
}

/** What a configuration of Rollup or Rolldown says of files in the code by `@rollup/plugin-url`. */
export const pluginUrlLimits = (path: string, text: string, places: Places): Limits => {
  const file = /plugin-url/.test(text) ? parseSource(path, text) : null
  const found: Limits[] = []
  if (file === null) return NO_LIMITS
  traverse(file.ast, {
    CallExpression(call) {
      const callee = call.get('callee') as NodePath<t.Node>
      const [options] = call.node.arguments
      if (!PACKAGES.has(packageOf(callee) ?? '') || options === undefined) return
      const name = text.slice(callee.node.start!, callee.node.end!)
      found.push(
        options.type === 'ObjectExpression' && options.properties.every(one => keyOf(one) !== '')
          ? ofCall(path, text, name, options, places)
          : refused(path, `${name}() is given options that are computed`),
      )
    },
  })
  return together(found)
}
