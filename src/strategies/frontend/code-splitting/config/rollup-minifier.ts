import type { Binding, NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { literalOf, propertyAtEnd, propertyOf } from '../../../build-config/literals.js'
import { parseSource, type SourceFile, traverse } from '../../../source/parse.js'
import type { Mended } from '../own-goals/mending.js'

/** A plugin that minifies what Rollup writes. */
export interface RollupMinifier {
  readonly packageName: string
  /** Whether the package exports it by its name `terser`; else it is what the package exports by default. */
  readonly named: boolean
}

/** Those whose output is written for browsers as old as what they are given: a plugin of esbuild writes the newest language, unless it is told. */
export const ROLLUP_MINIFIERS: readonly RollupMinifier[] = [
  { packageName: '@rollup/plugin-terser', named: false },
  { packageName: 'rollup-plugin-terser', named: true },
]

const ESBUILD = 'rollup-plugin-esbuild'

/** Rollup's own command sets it before it reads the configuration, for developers who have it watch their files. */
const WATCHES = '!process.env.ROLLUP_WATCH'

/** `[…]`, `[…].filter(Boolean)`, or a constant that stands for one. */
const listOf = (value: t.Node, path: NodePath): t.ArrayExpression | null => {
  if (value.type === 'ArrayExpression') return value
  if (value.type === 'CallExpression' && value.callee.type === 'MemberExpression')
    return value.callee.object.type === 'ArrayExpression' ? value.callee.object : null
  if (value.type !== 'Identifier') return null
  const binding = path.scope.getBinding(value.name)
  const { node } = binding?.path ?? {}
  return binding?.constant && node?.type === 'VariableDeclarator' && node.init ? listOf(node.init, path) : null
}

interface Found {
  readonly options: t.ObjectExpression
  /** null where no plugins are named. */
  readonly plugins: t.ArrayExpression | null
}

/** The plugins of the builds that a file describes: objects with an `input` and more. Null where one of them has a list that is not written out. */
const buildsIn = (file: SourceFile): readonly Found[] | null => {
  const found: Found[] = []
  let readable = true
  traverse(file.ast, {
    ObjectExpression(path) {
      const { node } = path
      const property = propertyOf(node, 'plugins')
      // Plugins that take pages have an input of their own.
      if (!propertyOf(node, 'input') || !(property || propertyOf(node, 'output'))) return
      const plugins = property ? listOf(property.value, path) : null
      if (property && plugins === null) readable = false
      if (plugins === null || !found.some(one => one.plugins === plugins)) found.push({ options: node, plugins })
    },
  })
  return readable ? found : null
}

/** The package that `require('…')`, or a part of it, brings; null for anything else. */
const requiredBy = (node: t.Node | null | undefined): unknown => {
  if (node?.type === 'MemberExpression') return requiredBy(node.object)
  const isCall = node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require'
  return isCall ? literalOf(node.arguments[0]) : null
}

/** What a package is called in a file: by an import, or by `require`. */
const localOf = (file: SourceFile, packageName: string, imported: string): Binding | undefined => {
  const { scope } = file.program
  return Object.values(scope.bindings).find(({ path, identifier }) => {
    const by = file.imports.find(({ specifier }) => specifier === packageName)?.bindings
    if (by?.some(one => one.local === identifier.name && one.imported === imported)) return true
    return path.node.type === 'VariableDeclarator' && requiredBy(path.node.init) === packageName
  })
}

/** The last of the statements that bring packages, before any that could use what is put after it. */
const lastRequired = (body: readonly t.Statement[]): t.Statement | undefined => {
  const brings = body.map(
    node => node.type === 'VariableDeclaration' && node.declarations.every(({ init }) => requiredBy(init) !== null),
  )
  const first = brings.indexOf(true)
  const end = brings.indexOf(false, first)
  return first < 0 ? undefined : body[(end < 0 ? body.length : end) - 1]
}

/** Puts what names the minifier beside the other imports. */
const importMinifier = (file: SourceFile, text: MagicString, minifier: RollupMinifier, local: string): void => {
  const { quote, semicolon, newline } = file.style
  const { body, directives } = file.ast.program
  const commonJs =
    /\.cjs$/.test(file.path) || (file.imports.length === 0 && /\brequire\(|\bmodule\.exports\b/.test(file.text))
  const renamed = local === 'terser' ? local : `terser${commonJs ? ':' : ' as'} ${local}`
  const name = minifier.named ? `{ ${renamed} }` : local
  const specifier = `${quote}${minifier.packageName}${quote}`
  const line = commonJs
    ? `const ${name} = require(${specifier})${semicolon}`
    : `import ${name} from ${specifier}${semicolon}`
  const after = commonJs
    ? lastRequired(body)
    : file.imports.findLast(({ node }) => node.type === 'ImportDeclaration')?.node
  const place = after?.end ?? directives.at(-1)?.end
  if (place != null) text.appendLeft(place, newline + line)
  else text.prepend(line + newline + newline)
}

const addLast = (source: string, text: MagicString, list: t.ArrayExpression, item: string): void => {
  const last = list.elements.at(-1)
  if (!last) {
    text.appendLeft(list.start! + 1, item)
    return
  }
  const before = source.slice(source.lastIndexOf('\n', last.start!), last.start!)
  text.appendLeft(last.end!, `,${/^\n\s*$/.test(before) ? before : ' '}${item}`)
}

/** `minify: true` for esbuild as a plugin, where that is told for which browsers to write. */
const minifyByEsbuild = (file: SourceFile, list: t.ArrayExpression, watched: boolean): Mended => {
  const local = localOf(file, ESBUILD, 'default')?.identifier.name
  const calls = list.elements.filter(
    one => one?.type === 'CallExpression' && one.callee.type === 'Identifier' && one.callee.name === local,
  ) as t.CallExpression[]
  const [call] = calls
  if (local === undefined || !call || calls.length > 1) return null
  const [options] = call.arguments
  if (options?.type !== 'ObjectExpression' || !propertyOf(options, 'target'))
    return { reason: `${ESBUILD} is given no target: what it minifies, it would write for the newest browsers alone` }
  const text = new MagicString(file.text)
  const minify = propertyOf(options, 'minify')
  const value = watched ? WATCHES : 'true'
  if (minify) {
    if (literalOf(minify.value) !== false) return null
    text.update(minify.value.start!, minify.value.end!, value)
    return { text: text.toString() }
  }
  if (/\bminify(Whitespace|Identifiers|Syntax)\b/.test(file.text.slice(options.start!, options.end!))) return null
  const added = propertyAtEnd(file.text, options, `minify: ${value}`)
  return { text: text.appendLeft(added.at, added.text).toString() }
}

/**
 * A build by Rollup, with a plugin that minifies as the last of its plugins; where none is installed, with the option of esbuild's plugin that is used
 * already.
 *
 * @param minifier that is among the project's packages, or null
 * @param watched whether developers have Rollup's command watch their files by this configuration: then it goes on as it did
 */
export const minifyInRollup = (
  path: string,
  source: string,
  minifier: RollupMinifier | null,
  watched: boolean,
): Mended => {
  const file = /\bplugins\b|\binput\b/.test(source) ? parseSource(path, source) : null
  if (!file) return null
  const builds = buildsIn(file)
  if (builds?.length === 0) return null
  const [build, ...others] = builds ?? []
  if (!build) return { reason: `${path} does not write out its list of plugins` }
  if (others.length > 0)
    return { reason: `${path} describes several builds, and which of them browsers load is not known` }
  // Rollup's command says that it watches; a script that has it watch does not.
  if (/\bwatch\s*\(/.test(source)) return { reason: `${path} also watches for developers, by the same plugins` }
  if (minifier === null) return build.plugins === null ? null : minifyByEsbuild(file, build.plugins, watched)
  const known = localOf(file, minifier.packageName, minifier.named ? 'terser' : 'default')
  // It is there on a condition, which this build does not meet.
  if (known?.referenced) return null
  const { scope } = file.program
  const local = known?.identifier.name ?? (scope.hasBinding('terser') ? scope.generateUid('terser') : 'terser')
  const text = new MagicString(source)
  if (!known) importMinifier(file, text, minifier, local)
  const call = `${watched ? `${WATCHES} && ` : ''}${local}()`
  if (build.plugins !== null) addLast(source, text, build.plugins, call)
  else {
    const added = propertyAtEnd(source, build.options, `plugins: [${call}]`)
    text.appendLeft(added.at, added.text)
  }
  return { text: text.toString() }
}
