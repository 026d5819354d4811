import MagicString from 'magic-string'
import semver from 'semver'
import type { Compilation } from '../../../instruments/bundle/webpack/compilation.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { configurationValues } from '../../build-config/configuration-object.js'
import { methodOf } from '../../build-config/method-of.js'
import { requiredModule, rootName } from '../../source/origins.js'
import type { InstalledPackages } from '../../source/packages.js'
import { lineOf, parseSource, type SourceFile, traverse } from '../../source/parse.js'
import type { SourceTree } from '../../source/source-tree.js'

const LOCALE_FILE = /^node_modules\/moment\/(?:src\/|dist\/)?locale\/(?!en\.js)/

/** Calls by which code asks moment for a language, whatever it calls moment. */
const ASKS =
  /\.\s*(?:locale|lang|locales|localeData|langData|updateLocale|defineLocale|locale_)\s*\(|moment\/(?:min\/|src\/|dist\/)?locale/

/** A language as the third or fourth thing that a date is read with: `moment(text, format, 'de')`. */
const readsWithLanguage = (file: SourceFile): number | null => {
  const names = new Set(
    file.imports
      .filter(({ specifier }) => /^moment\b/.test(specifier))
      .flatMap(({ bindings }) => bindings.map(one => one.local)),
  )
  let line: number | null = null
  traverse(file.ast, {
    VariableDeclarator({ node }) {
      if (node.id.type === 'Identifier' && node.init && /^moment\b/.test(requiredModule(node.init) ?? ''))
        names.add(node.id.name)
    },
    CallExpression({ node }) {
      const root = rootName(node.callee)
      const makes = node.callee.type === 'Identifier' || /^(utc|parseZone)$/.test(methodOf(node.callee))
      if (root === null || !names.has(root) || !makes || node.arguments.length < 3) return
      if (node.arguments.slice(2).some(one => one.type !== 'BooleanLiteral')) line ??= lineOf(node)
    },
  })
  return line
}

export interface UnusedLocales {
  readonly files: readonly string[]
  readonly bytes: number
}

/** The languages of moment in the bundle, or why they have to stay; null where there are none. */
export const unusedLocales = async (
  { graph, files, pages }: SourceTree,
  packages: InstalledPackages,
): Promise<UnusedLocales | string | null> => {
  const locales = [...graph.modules.keys()].filter(path => LOCALE_FILE.test(path))
  if (locales.length === 0) return null
  for (const file of files.values()) {
    if (ASKS.test(file.text)) return `${file.path} asks moment for a language`
    const line = readsWithLanguage(file)
    if (line !== null) return `${file.path}:${line} reads a date in a language`
  }
  for (const [path, text] of pages)
    if (/\bmoment\b/.test(text) && ASKS.test(text)) return `${path} asks moment for a language`
  const main = [...graph.modules.values()].find(({ path }) => /^node_modules\/moment\/(dist\/)?moment\.js$/.test(path))
  for (const { path } of main?.importedBy ?? []) {
    if (LOCALE_FILE.test(path) || files.has(path)) continue
    if (!path.startsWith('node_modules/')) return `${path}, which asks for moment, is not read`
    if (ASKS.test(await packages.text(path))) return `${path} may ask moment for a language`
  }
  return { files: locales, bytes: graph.weigh(locales) }
}

/** What names webpack in a configuration, with the line that has to be added for it where there is none. */
const webpackName = (file: SourceFile): { readonly name: string; readonly line: string | null } => {
  for (const { specifier, bindings } of file.imports) {
    if (specifier === 'webpack' && bindings[0] && !bindings[0].type && /^(default|\*)$/.test(bindings[0].imported))
      return { name: bindings[0].local, line: null }
  }
  let name: string | null = null
  traverse(file.ast, {
    VariableDeclarator({ node, parentPath }) {
      const atTop = parentPath.parentPath?.isProgram()
      if (atTop && node.id.type === 'Identifier' && node.init && requiredModule(node.init) === 'webpack')
        name = node.id.name
    },
  })
  if (name !== null) return { name, line: null }
  const { quote, semicolon, newline } = file.style
  const taken = file.program.scope.hasOwnBinding('webpack') ? 'webpackItself' : 'webpack'
  const module = file.ast.program.sourceType === 'module' && !/\bmodule\.exports\b/.test(file.text)
  const line = module
    ? `import ${taken} from ${quote}webpack${quote}${semicolon}${newline}`
    : `const ${taken} = require(${quote}webpack${quote})${semicolon}${newline}`
  return { name: taken, line }
}

/** The configuration with a plugin that leaves moment's languages out; null where it has no list of plugins written out. */
export const ignoreLocales = (path: string, source: string): string | null => {
  const file = parseSource(path, source)
  if (!file) return null
  const lists = configurationValues(file, 'plugins').filter(({ within }) => within === '')
  const [list] = lists
  if (lists.length !== 1 || list?.value.type !== 'ArrayExpression') return null
  const { name, line } = webpackName(file)
  const plugin = `new ${name}.IgnorePlugin({ resourceRegExp: /^\\.\\/locale$/, contextRegExp: /moment$/ })`
  const text = new MagicString(source)
  const [first] = list.value.elements
  const before = first ? source.slice(list.value.start! + 1, first.leadingComments?.[0]?.start ?? first.start!) : ''
  const onLines = before.includes('\n')
  text.appendLeft(
    list.value.start! + 1,
    first ? `${onLines ? before : ''}${plugin},${before === '' ? ' ' : ''}` : plugin,
  )
  if (line !== null) {
    const [statement] = file.ast.program.body
    text.appendLeft(statement?.leadingComments?.[0]?.start ?? statement?.start ?? 0, line)
  }
  return text.toString()
}

/** Why webpack's configuration is not to be told to leave them out, or null. */
export const localesHazard = async (
  compilation: Compilation | null,
  config: string | null,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  if (compilation === null) return 'only webpack is told to leave them out'
  if (semver.lt(semver.coerce(compilation.webpackVersion) ?? '0.0.0', '5.0.0'))
    return 'webpack before 5 is told in another way'
  if (config === null) return 'the configuration of webpack is not a file of the project'
  return ignoreLocales(config, await workspace.readText(config)) === null
    ? `${config} has no list of plugins that is written out in one place`
    : null
}
