import type * as t from '@babel/types'
import { type PresetEnv, presetsIn } from '../../build-config/babel-presets.js'
import {
  keyOf,
  literalOf,
  propertyAt,
  propertyAtEnd,
  propertyOf,
  type Replacement,
  treeOf,
  walk,
} from '../../build-config/literals.js'
import { type SourceFile, traverse } from '../../source/parse.js'

const FORMATS = /^(commonjs|cjs|amd|umd|systemjs)$/

/** preset-env told to write another format than modules: `auto` leaves them to whoever can read them, and is CommonJS for the others (Jest). */
export const babelFormats = (path: string, text: string): readonly Replacement[] =>
  presetsIn(path, text).flatMap(({ options }: PresetEnv) => {
    const modules = propertyOf(options, 'modules')
    const format = literalOf(modules?.value)
    if (!modules || typeof format !== 'string' || !FORMATS.test(format)) return []
    const quote = text[modules.value.start!]!
    const detail = `${path}: Babel leaves modules to the bundler (it wrote ${format})`
    return [{ path, start: modules.value.start!, end: modules.value.end!, text: `${quote}auto${quote}`, detail }]
  })

/** swc told to write CommonJS. */
export const swcFormat = (path: string, text: string): readonly Replacement[] => {
  const type = propertyAt(treeOf(path, text), ['module', 'type'])
  const format = literalOf(type?.value)
  if (!type || typeof format !== 'string' || !FORMATS.test(format)) return []
  const detail = `${path}: swc leaves modules to the bundler (it wrote ${format})`
  return [{ path, start: type.value.start!, end: type.value.end!, text: '"es6"', detail }]
}

const moduleOf = (tsconfig: string): { readonly format: string | null; readonly resolution: boolean } => {
  const options = propertyAt(treeOf('tsconfig.json', tsconfig), ['compilerOptions'])?.value ?? null
  const format = literalOf(propertyAt(options, ['module'])?.value)
  return {
    format: typeof format === 'string' ? format : null,
    resolution: propertyAt(options, ['moduleResolution']) !== undefined,
  }
}

/** Every place where a configuration of webpack names ts-loader: by itself, or as the loader of an entry. */
const loaderPlaces = (
  tree: t.Node,
): { readonly node: t.StringLiteral; readonly entry: t.ObjectExpression | null }[] => {
  const places: { node: t.StringLiteral; entry: t.ObjectExpression | null }[] = []
  walk(tree, (node, above) => {
    if (node.type !== 'StringLiteral' || node.value !== 'ts-loader') return
    const key = above.findLast(one => one.type === 'ObjectProperty')
    const holder = above.at(-2)
    if (key && keyOf(key) === 'loader' && holder?.type === 'ObjectExpression') places.push({ node, entry: holder })
    else if (key && keyOf(key) === 'use') places.push({ node, entry: null })
  })
  return places
}

/**
 * ts-loader told to leave modules as they are, where `tsconfig.json` has them written as CommonJS. That file stays: what else goes by it (tests, a
 * configuration in TypeScript) may need CommonJS.
 *
 * @returns in words, why it cannot be told, where it cannot
 */
export const typescriptFormat = (path: string, text: string, tsconfig: string): Replacement | string | null => {
  const { format, resolution } = moduleOf(tsconfig)
  if (format === null || !FORMATS.test(format.toLowerCase())) return null
  const tree = treeOf(path, text)
  const [place, ...others] = tree === null ? [] : loaderPlaces(tree)
  if (!place) return null
  if (others.length > 0) return `${path} names ts-loader in several places`
  // Without it, TypeScript would look for modules in a way of its own once they are no CommonJS.
  const options = `module: 'esnext'${resolution ? '' : ", moduleResolution: 'node'"}`
  const detail = `${path}: ts-loader leaves modules to the bundler (tsconfig.json has ${format})`
  if (place.entry === null) {
    const quoted = text.slice(place.node.start!, place.node.end!)
    const entry = `{ loader: ${quoted}, options: { compilerOptions: { ${options} } } }`
    return { path, start: place.node.start!, end: place.node.end!, text: entry, detail }
  }
  const own = propertyOf(place.entry, 'options')
  if (own && own.value.type !== 'ObjectExpression') return `${path} has options of ts-loader that are not written out`
  const compiler = propertyOf(own?.value, 'compilerOptions')
  if (compiler && (compiler.value.type !== 'ObjectExpression' || propertyOf(compiler.value, 'module')))
    return `${path} tells ts-loader itself which modules to write`
  const target = (compiler?.value ?? own?.value ?? place.entry) as t.ObjectExpression
  const property = compiler
    ? options
    : own
      ? `compilerOptions: { ${options} }`
      : `options: { compilerOptions: { ${options} } }`
  const { at, text: added } = propertyAtEnd(text, target, property)
  return { path, start: at, end: at, text: added, detail }
}

/** Why a file would not run as the module that it is written as, or null. */
export const mixedHazard = (file: SourceFile): string | null => {
  const isModule = file.ast.program.body.some(({ type }) => /^(Import|Export)/.test(type))
  if (!isModule) return null
  if (/^\s*(export\s*=|import\s+\w+\s*=\s*require\()/m.test(file.text))
    return `${file.path} has imports or exports of CommonJS in TypeScript's own form`
  let line: number | null = null
  traverse(file.ast, {
    MemberExpression({ node, scope }) {
      if (node.object.type !== 'Identifier' || scope.hasBinding(node.object.name)) return
      const { name } = node.object
      const exported = node.property.type === 'Identifier' && node.property.name === 'exports'
      if ((name === 'module' && exported) || name === 'exports') line ??= node.loc?.start.line ?? 0
    },
  })
  return line === null ? null : `${file.path}:${line} exports in both ways: as a module it would not run`
}
