import type * as t from '@babel/types'
import MagicString from 'magic-string'
import type { SourceFile } from '../../../source/parse.js'
import type { SourceTree } from '../../../source/source-tree.js'
import { awaitImports } from './awaited-imports.js'
import { type ChunkNames, chunkName, dynamicImport } from './dynamic-import.js'
import { headGuard } from './head-guard.js'
import { loadingMarkup } from './loading-markup.js'
import { ReactNames } from './react-names.js'
import { isForVueRouter, type Site, type Split } from './split.js'
import { stylesOf } from './styles.js'
import { type PageSite, wrapInSuspense } from './suspense.js'

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

/** The statement's whole lines, where nothing else stands on them. */
const linesOf = (text: string, node: t.Node): { start: number; end: number; whole: boolean } => {
  const start = lineStart(text, node.start!)
  const newline = text.indexOf('\n', node.end!)
  const end = newline === -1 ? text.length : newline + 1
  const whole = /^\s*$/.test(text.slice(start, node.start!)) && /^[;\s]*$/.test(text.slice(node.end!, end))
  return whole ? { start, end, whole } : { start: node.start!, end: node.end!, whole }
}

/** What a site's statement imports for its types, by statements of their own: one cannot name the default beside others. */
const typeImports = (file: SourceFile, { statement, types }: Site): string[] => {
  const { quote, semicolon } = file.style
  const named = types.filter(one => one.imported !== 'default' && one.imported !== '*')
  const name = ({ imported, local }: (typeof types)[number]): string =>
    imported === local ? local : `${imported} as ${local}`
  const clauses = types
    .filter(one => !named.includes(one))
    .map(one => (one.imported === '*' ? `* as ${one.local}` : one.local))
  if (named.length > 0) clauses.push(`{ ${named.map(name).join(', ')} }`)
  return clauses.map(clause => `import type ${clause} from ${quote}${statement.specifier}${quote}${semicolon}`)
}

/** The declaration of a lazy component; on lines of their own where one would be too long to read. */
const declaration = (
  file: SourceFile,
  site: Site,
  component: Site['components'][number],
  lazy: string,
  taken: ChunkNames,
): string => {
  const { semicolon, newline } = file.style
  const { exported, binding } = component
  const named = exported !== 'default'
  const fromPackage = named && !/^[./@~#]/.test(site.specifier)
  const loaded = dynamicImport(file, site.specifier, binding.local, taken, fromPackage ? exported : undefined)
  // Taken apart in the parameter, which tells bundlers of ES modules what of a package is used.
  const one =
    fromPackage && taken === null
      ? `({ ${exported} }) => ({ default: ${exported} })`
      : `module => ({ default: module.${exported} })`
  const picked = named ? `.then(${one})` : ''
  const line = `const ${binding.local} = ${lazy}(() => ${loaded}${picked})${semicolon}`
  if (line.length <= 120) return line
  return [`const ${binding.local} = ${lazy}(() =>`, `  ${loaded}${picked},`, `)${semicolon}`].join(newline)
}

const baseName = (path: string): string =>
  path
    .split('/')
    .at(-1)!
    .replace(/\.\w+$/, '')

/** The chunk of an initializer: named after its file. */
export const initializerChunk = (split: Split, taken: ReadonlySet<string>): string =>
  chunkName(baseName(split.subject), taken)

/** `init()` becomes: where its element is there, load it and call it. */
const runWhereNeeded = (
  file: SourceFile,
  text: MagicString,
  site: Site,
  split: Split,
  target: SourceFile | undefined,
  taken: ChunkNames,
): void => {
  const loaded = dynamicImport(file, site.specifier, baseName(split.subject), taken)
  for (const { exported, uses } of site.components) {
    const condition = headGuard(target, exported)!
    for (const use of uses) {
      if (use.kind !== 'call') continue
      const { start, end } = use.call.node
      text.update(start!, end!, `if (${condition}) ${loaded}.then(module => module.${exported}())`)
    }
  }
}

/**
 * Turns the imports of these splits in one file into lazy ones: style sheets stay where they were imported, components are declared with
 * `lazy` after the imports, and what shows them waits within `Suspense`. The rest of the file is left as it is.
 */
export const editFile = (
  tree: SourceTree,
  file: SourceFile,
  splits: readonly Split[],
  takenChunks: ChunkNames,
): string => {
  const { newline, quote, semicolon } = file.style
  const text = new MagicString(file.text)
  const react = new ReactNames(file, text)
  const declarations: string[] = []
  const routes: PageSite[] = []
  const components: Site[] = []
  for (const split of splits) {
    for (const site of split.sites.filter(one => one.file.path === file.path)) {
      const styles = stylesOf(tree, site).map(style => `import ${quote}${style.specifier}${quote}${semicolon}`)
      const lines = linesOf(file.text, site.statement.node)
      const kept = [...styles, ...typeImports(file, site)].map(line => line + newline)
      text.update(lines.start, lines.end, kept.join(''))
      if (split.kind === 'library') {
        awaitImports(file, text, site, takenChunks)
        continue
      }
      if (split.kind === 'initializer') {
        runWhereNeeded(file, text, site, split, tree.files.get(split.subject), takenChunks)
        continue
      }
      if (isForVueRouter(site)) {
        for (const { binding } of site.components) {
          const loaded = dynamicImport(file, site.specifier, binding.local, takenChunks)
          declarations.push(`const ${binding.local} = () => ${loaded}${semicolon}`)
        }
        continue
      }
      for (const component of site.components)
        declarations.push(declaration(file, site, component, react.use('lazy'), takenChunks))
      if (split.kind === 'route') routes.push({ site, loading: loadingMarkup(tree.files.get(split.subject)) })
      else components.push(site)
    }
  }
  wrapInSuspense(file, text, react, routes, components)
  const last = file.imports.findLast(one => one.node.type === 'ImportDeclaration')!
  const after = linesOf(file.text, last.node)
  if (declarations.length > 0) text.appendRight(after.end, newline + declarations.map(line => line + newline).join(''))
  react.declare()
  return text.toString()
}
