import type * as t from '@babel/types'
import type { Helper } from '../../../build-config/extend-config.js'
import { keyOf, literalOf, propertyAtEnd, propertyOf, walk } from '../../../build-config/literals.js'
import { parseSource } from '../../../source/parse.js'
import { asProperties, type Edit, namedFile, withoutProperty } from './option-edit.js'

/** Options of esbuild that mean the same for ES modules in several files. Any other may be meant for the one file. */
const HARMLESS =
  /^(absWorkingDir|alias|allowOverwrite|assetNames|bundle|charset|chunkNames|color|conditions|define|drop|dropLabels|entryNames|entryPoints|external|format|globalName|ignoreAnnotations|inject|jsx|jsxDev|jsxFactory|jsxFragment|jsxImportSource|jsxSideEffects|keepNames|legalComments|loader|logLevel|logLimit|logOverride|mainFields|metafile|minify|minifyIdentifiers|minifySyntax|minifyWhitespace|nodePaths|outdir|outfile|packages|platform|plugins|preserveSymlinks|publicPath|pure|resolveExtensions|sourceRoot|sourcemap|sourcesContent|splitting|target|treeShaking|tsconfig|tsconfigRaw|write)$/

/** Why esbuild's options as they were given keep it from writing several files, or null. @param rel path of the bundle below where pages find it */
export const esbuildHazard = (
  given: Readonly<Record<string, unknown>>,
  servedAs: string,
  rel: string,
): string | null => {
  const strange = Object.keys(given).find(name => !HARMLESS.test(name))
  if (strange !== undefined) return `esbuild is given ${strange}, which may be meant for the one file`
  if (given.write === false || given.write === 'false')
    return 'what esbuild makes is written by the script that calls it'
  if (String(given.assetNames ?? '').includes('[dir]')) return 'assetNames has files named by the folder of the entry'
  if (given.outfile !== undefined && given.entryNames !== undefined)
    return 'esbuild is given both entryNames and outfile'
  const { publicPath } = given
  // Chunks are asked for below it.
  return publicPath === undefined || publicPath === '' || below(String(publicPath), rel) === servedAs
    ? null
    : `esbuild is given publicPath (${String(publicPath)}), where the bundle does not lie on its pages' own host`
}

const below = (folder: string, file: string): string => `${folder.replace(/\/$/, '')}/${file}`

/** Objects of options for a bundle, wherever they stand in a script. */
const optionsIn = (path: string, source: string): readonly t.ObjectExpression[] => {
  const file = parseSource(path, source)
  const found: t.ObjectExpression[] = []
  if (file === null) return found
  walk(file.ast.program, node => {
    if (node.type !== 'ObjectExpression' || !propertyOf(node, 'entryPoints')) return
    if (propertyOf(node, 'outfile') ?? propertyOf(node, 'outdir')) found.push(node)
  })
  return found
}

/** The one entry point, by its source text; null where there is not one, or it has a name already. */
const entryOf = (value: t.Node, source: string): { readonly text: string; readonly named: boolean } | null => {
  if (value.type === 'ArrayExpression' && value.elements.length === 1) {
    const [entry] = value.elements
    if (!entry || entry.type === 'SpreadElement' || entry.type === 'ObjectExpression') return null
    return { text: source.slice(entry.start!, entry.end!), named: false }
  }
  if (value.type !== 'ObjectExpression' || value.properties.length !== 1) return null
  const [entry] = value.properties
  return entry?.type === 'ObjectProperty'
    ? { text: source.slice(entry.value.start!, entry.value.end!), named: true }
    : null
}

/** How an option is written that other places could set as well, or why it cannot be edited. */
const written = (
  object: t.ObjectExpression,
  given: Readonly<Record<string, unknown>>,
  name: string,
): t.ObjectProperty | string | null => {
  const property = propertyOf(object, name)
  if (property === undefined) return given[name] === undefined ? null : `${name} comes from elsewhere`
  const value = literalOf(property.value)
  return value === undefined || value !== given[name] ? `${name} is computed` : property
}

/** The one set of options by which a script writes a file, or why it is not known. @param base name of the file */
const ownOptions = (
  path: string,
  source: string,
  given: Readonly<Record<string, unknown>>,
  base: string,
): t.ObjectExpression | string => {
  const ours = optionsIn(path, source).filter(object => {
    const file = propertyOf(object, 'outfile')
    return file === undefined ? given.outfile === undefined : namedFile(file.value, source)?.base === base
  })
  const [object] = ours
  if (object === undefined) return `${path} does not write out entryPoints and outfile together`
  return ours.length > 1 ? `${path} writes ${base} by more than one set of options` : object
}

/**
 * Lists a plugin among those of the same options, and imports it from beside the script.
 *
 * @returns the edits, or why there are none
 */
export const esbuildPlugin = (
  path: string,
  source: string,
  given: Readonly<Record<string, unknown>>,
  base: string,
  { file, pass }: Helper,
): readonly Edit[] | string => {
  const object = ownOptions(path, source, given, base)
  if (typeof object === 'string') return object
  const script = parseSource(path, source)
  const last = script?.imports.findLast(one => one.node.type === 'ImportDeclaration')
  if (!script || !last) return `${path} is no ES module`
  const plugins = propertyOf(object, 'plugins')?.value
  if (plugins !== undefined && plugins.type !== 'ArrayExpression') return `${path} computes its plugins`
  if (plugins === undefined && given.plugins !== undefined) return `${path}: plugins come from elsewhere`
  const { quote, semicolon, newline } = script.style
  const line = `${newline}import { ${pass} } from ${quote}./${file}${quote}${semicolon}`
  const end = last.node.end!
  const listed = plugins?.elements.at(-1)
  const added =
    plugins === undefined
      ? propertyAtEnd(source, object, `plugins: [${pass}()]`)
      : listed
        ? { at: listed.end!, text: `, ${pass}()` }
        : { at: plugins.start! + 1, text: `${pass}()` }
  return [
    { start: end, end, text: line },
    { start: added.at, end: added.at, text: added.text },
  ]
}

/**
 * Turns one set of options that a script hands to esbuild into ES modules with splitting. The entry keeps its name, so its style sheet does too; chunks are
 * named by esbuild's default: with a hash.
 *
 * @param given the options that esbuild was called with
 * @param base name of the script that it wrote
 * @returns the edits, or why there are none
 */
export const esbuildModules = (
  path: string,
  source: string,
  given: Readonly<Record<string, unknown>>,
  base: string,
): readonly Edit[] | string => {
  const object = ownOptions(path, source, given, base)
  if (typeof object === 'string') return object
  if (object.properties.some(one => one.type === 'ObjectProperty' && one.computed))
    return `${path} computes names of options`
  const [format, splitting] = ['format', 'splitting'].map(name => written(object, given, name))
  for (const one of [format, splitting]) if (typeof one === 'string') return `${path}: ${one}`
  const edits: Edit[] = []
  const added: string[] = []
  const file = propertyOf(object, 'outfile')
  const anchor = file ?? propertyOf(object, 'outdir')!
  const quote = quoteOf(source)
  if (file) {
    const entry = propertyOf(object, 'entryPoints')!
    const one = entryOf(entry.value, source)
    const named = namedFile(file.value, source)
    if (one === null || named === null) return `${path} does not write out one entry point`
    if (propertyOf(object, 'outdir') || given.outdir !== undefined) return `${path} sets outfile and outdir`
    added.push(`outdir: ${named.folder}`)
    const name = base.replace(/\.js$/, '')
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `${quote}${name}${quote}`
    edits.push({ start: entry.value.start!, end: entry.value.end!, text: `{ ${key}: ${one.text} }` })
  } else added.push(source.slice(anchor.start!, anchor.end!))
  const set = (property: t.ObjectProperty | string | null | undefined, name: string, value: string): void => {
    if (property === null || property === undefined) added.push(`${name}: ${value}`)
    else if (typeof property !== 'string')
      edits.push({ start: property.value.start!, end: property.value.end!, text: value })
  }
  set(splitting, 'splitting', 'true')
  set(format, 'format', `${quote}esm${quote}`)
  edits.push(asProperties(anchor, source, added))
  const name = object.properties.find(one => keyOf(one) === 'globalName')
  if (name) edits.push(withoutProperty(object, name))
  else if (given.globalName !== undefined) return `${path}: globalName comes from elsewhere`
  return edits
}

const quoteOf = (source: string): string =>
  (source.match(/'/g) ?? []).length < (source.match(/"/g) ?? []).length ? '"' : "'"
