import type * as t from '@babel/types'
import { yearOf } from '../../build-config/browsers.js'
import { valuesIn } from '../../build-config/configuration-object.js'
import {
  keyOf,
  literalOf,
  propertyAt,
  propertyAtEnd,
  type Replacement,
  treeOf,
  walk,
} from '../../build-config/literals.js'

/** A level of the language that a tool is told to write, as a literal in a file. */
export interface LevelSetting {
  readonly path: string
  readonly node: t.StringLiteral
  /** What it is, in words. */
  readonly what: string
  /** A list of browsers in its place: `['chrome58', 'safari11']`. */
  readonly named: readonly string[]
}

const literalsOf = (node: t.Node): t.StringLiteral[] => {
  if (node.type === 'StringLiteral') return [node]
  return node.type === 'ArrayExpression'
    ? (node.elements.filter(one => one?.type === 'StringLiteral') as t.StringLiteral[])
    : []
}

/** esbuild's and Vite's way to name a browser: `chrome58`. */
const BROWSER = /^(chrome|edge|firefox|ie|ios|opera|safari)\d/

const settingsOf = (path: string, value: t.Node, what: string): LevelSetting[] => {
  const literals = literalsOf(value)
  const named = literals.map(one => one.value).filter(one => BROWSER.test(one))
  return literals.filter(one => yearOf(one.value) !== null).map(node => ({ path, node, what, named }))
}

const calledName = (node: t.Node): string => (node.type === 'Identifier' ? node.name : '')

/** Options of esbuild, wherever they stand: of its loader, its plugins, or handed to it. */
const esbuildTargets = (path: string, text: string): LevelSetting[] => {
  const tree = /esbuild/i.test(text) ? treeOf(path, text) : null
  const found: LevelSetting[] = []
  if (tree === null) return found
  walk(tree, (node, above) => {
    if (keyOf(node) !== 'target' || node.type !== 'ObjectProperty') return
    const object = above.at(-1)
    const around = above.at(-2)
    const loader = literalOf(propertyAt(above.at(-3) ?? null, ['loader'])?.value)
    const ofLoader = around !== undefined && keyOf(around) === 'options' && loader === 'esbuild-loader'
    const called =
      around?.type === 'NewExpression' || around?.type === 'CallExpression' ? calledName(around.callee) : ''
    const ofCall = /^(Esbuild|ESBuildMinify)Plugin$|^esbuild$/i.test(called)
    const ofBuild = propertyAt(object ?? null, ['entryPoints']) !== undefined
    if (ofLoader || ofCall || ofBuild) found.push(...settingsOf(path, node.value, 'target of esbuild'))
  })
  return found
}

/** Levels that a build's own configuration sets. */
export const levelsInConfig = (path: string, text: string, bundler: string): readonly LevelSetting[] => {
  const found = esbuildTargets(path, text)
  for (const { value, within } of valuesIn(path, text, 'target')) {
    if (bundler === 'webpack' && within === '') found.push(...settingsOf(path, value, 'target of webpack'))
    if (bundler === 'vite' && (within === 'build' || within === 'esbuild'))
      found.push(...settingsOf(path, value, `${within}.target of Vite`))
  }
  return found
}

/** What writes JavaScript from TypeScript by `tsconfig.json`; others go by settings of their own. */
export const COMPILES_BY_TSCONFIG =
  /\bts-loader\b|awesome-typescript-loader|@rollup\/plugin-typescript|rollup-plugin-typescript2?\b/

/** The level that a `tsconfig.json` sets, or why it is left. */
export const levelInTsconfig = (path: string, text: string): LevelSetting | string | null => {
  const target = propertyAt(treeOf('tsconfig.json', text), ['compilerOptions', 'target'])
  if (target?.value.type !== 'StringLiteral' || yearOf(target.value.value) === null) return null
  if (!propertyAt(treeOf('tsconfig.json', text), ['compilerOptions', 'module']))
    return `${path} has no module, which would become another with the target`
  return { path, node: target.value, what: 'target of TypeScript', named: [] }
}

/** The list of browsers put into `package.json`; null where that is no object. */
export const browserslistAdded = (text: string, query: string): Replacement | null => {
  const tree = treeOf('package.json', text)
  if (tree?.type !== 'ObjectExpression') return null
  const property = `"browserslist": ${JSON.stringify(query)}`
  const { at, text: added } = propertyAtEnd(text, tree, property)
  return { path: 'package.json', start: at, end: at, text: added, detail: `package.json: ${property}` }
}
