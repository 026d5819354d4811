import type { NodePath, Scope } from '@babel/traverse'
import type * as t from '@babel/types'
import type MagicString from 'magic-string'
import { escapePattern } from '../../../../system/escape-pattern.js'
import { traverseModule } from '../../../markup/parse-module.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'
import { importedPictures, type PictureImports } from '../rewrite/jsx-imports.js'
import type { VueBlock } from './blocks.js'
import { methodsPlace, optionsOf } from './options.js'
import { parseScripts, type VueScript } from './script.js'

/** An imported picture, by the name that the template knows it by. */
export interface KnownPicture {
  readonly encoded: EncodedPicture
  /** What the template is to write for one of its encodings (path in the project); asks for its import. */
  nameFor(output: string): string
}

/** What the template of a component can be given by its script. */
export interface ComponentScript {
  /** The picture that a name in the template means; `other`: a picture without encodings; null: something else. */
  picture(name: string): KnownPicture | 'other' | null
  /** Has the template know functions of the helper module; says why it cannot. */
  askForHelper(names: readonly string[], specifier: string): { readonly refused: string } | null
  readonly importsPictures: boolean
  readonly usesHelper: boolean
  /** Writes what was asked for. */
  write(output: MagicString): void
}

/** @returns why the script cannot be read or added to, where that is so */
export const readComponentScript = (
  source: string,
  file: string,
  scripts: readonly VueBlock[],
  resolve: Resolve<EncodedPicture>,
): ComponentScript | { readonly refused: string } => {
  const script = parseScripts(source, scripts)
  if ('refused' in script) return script
  const scope = scopeOf(script)
  if (scope === null) return { refused: 'its script cannot be read (a name is declared twice)' }
  const imports = importedPictures(script.tree, source, file, resolve)
  const returned = script.setup === null ? returnedPictures(script, source, imports) : new Map<string, Returned>()
  const functions = new Set<string>()
  const exposed = new Map<number, Set<string>>()
  let helper = ''
  return {
    picture(name) {
      const found = returned.get(name)
      const local = script.setup === null ? found?.local : name
      if (local === undefined) return null
      const encoded = imports.find(local, scope)
      if (encoded === null) return imports.isPicture(local, scope) ? 'other' : null
      return {
        encoded,
        nameFor: output => {
          const made = imports.nameFor(local, output)
          if (found !== undefined) {
            const names = exposed.get(found.end) ?? new Set()
            exposed.set(found.end, names.add(made))
          }
          return made
        },
      }
    },
    askForHelper(names, specifier) {
      const known = importedNames(script, specifier)
      const missing = names.filter(name => !known.has(name))
      const taken = missing.find(name => !functions.has(name) && mentions(source, name))
      if (taken !== undefined) return { refused: `\`${taken}\` means something else in it` }
      if (script.setup === null && missing.length > 0) {
        const options = optionsOf(script.tree.program)
        const place = options === null ? NO_OPTIONS : methodsPlace(options, source)
        if ('refused' in place) return place
      }
      helper = specifier
      for (const name of missing) functions.add(name)
      return null
    },
    get importsPictures() {
      return [...imports.added()].length > 0
    },
    get usesHelper() {
      return helper !== ''
    },
    write(output) {
      const added = [...imports.added()]
      const names = [...functions].sort()
      if (names.length > 0) added.push(`import { ${names.join(', ')} } from '${helper}'`)
      if (added.length > 0) writeImports(output, source, script, script.setup ?? scripts[0]!, added)
      for (const [at, given] of exposed) output.appendLeft(at, [...given].map(name => `, ${name}`).join(''))
      const options = script.setup === null && names.length > 0 ? optionsOf(script.tree.program) : null
      const place = options === null ? NO_OPTIONS : methodsPlace(options, source)
      if ('refused' in place) return
      const { at, text } = place.insert(names)
      output.appendLeft(at, text)
    },
  }
}

const NO_OPTIONS = { refused: 'its component is no object of options that a function could be added to' } as const

const mentions = (source: string, name: string): boolean =>
  new RegExp(String.raw`(?<![\w$])${escapePattern(name)}(?![\w$])`).test(source)

const scopeOf = ({ tree }: VueScript): Scope | null => {
  let scope: Scope | null = null
  try {
    traverseModule(tree, {
      Program(path) {
        scope = path.scope
        path.stop()
      },
    })
  } catch {
    return null
  }
  return scope
}

/** Names that are imported from a module already. */
const importedNames = ({ tree }: VueScript, specifier: string): ReadonlySet<string> =>
  new Set(
    tree.program.body.flatMap(statement =>
      statement.type === 'ImportDeclaration' && statement.source.value === specifier
        ? statement.specifiers.map(s => s.local.name)
        : [],
    ),
  )

/** What `data()` or `setup()` gives the template under a name. */
interface Returned {
  readonly local: string
  /** Where its property ends. */
  readonly end: number
}

/** Imported pictures that the options of a component give its template as they are. What anything may assign to is none. */
const returnedPictures = (
  { tree }: VueScript,
  source: string,
  imports: PictureImports,
): ReadonlyMap<string, Returned> => {
  const options = optionsOf(tree.program)
  const found = new Map<string, Returned>()
  if (options === null) return found
  traverseModule(tree, {
    ObjectProperty(path) {
      const { key, value, computed } = path.node
      if (computed || key.type !== 'Identifier' || value.type !== 'Identifier' || !isReturned(path, options)) return
      const isPicture = imports.find(value.name, path.scope) !== null || imports.isPicture(value.name, path.scope)
      if (isPicture && !isAssigned(key.name, source)) found.set(key.name, { local: value.name, end: path.node.end! })
    },
  })
  return found
}

/** Whether it is a property of the object that `data()` or `setup()` of these options returns. */
const isReturned = (path: NodePath<t.ObjectProperty>, options: t.ObjectExpression): boolean => {
  const object = path.parentPath
  const made = object?.getFunctionParent()
  if (!object || !made) return false
  const returns =
    object.parentPath?.isReturnStatement() && object.parentPath.parentPath?.parentPath === made
      ? true
      : made.isArrowFunctionExpression() && made.node.body === object.node
  const option = made.isObjectMethod() ? made : made.parentPath
  const key = option?.isObjectMethod() || option?.isObjectProperty() ? option.node.key : null
  return (
    returns && option?.parent === options && key?.type === 'Identifier' && (key.name === 'data' || key.name === 'setup')
  )
}

/** Whether anything in the file may give a name another value. */
const isAssigned = (name: string, source: string): boolean => {
  const word = escapePattern(name)
  return new RegExp(String.raw`(?<![\w$-])${word}\s*(?:=(?![=>])|[+|&?]{1,2}=)|v-model[\w.:-]*=["']\s*${word}\b`).test(
    source,
  )
}

/** Behind the last import of the script, in its form; at its start where there is none. */
const writeImports = (
  output: MagicString,
  source: string,
  { tree }: VueScript,
  block: VueBlock,
  lines: readonly string[],
): void => {
  const newline = source.includes('\r\n') ? '\r\n' : '\n'
  const last = tree.program.body.findLast(
    statement =>
      statement.type === 'ImportDeclaration' &&
      statement.start! >= block.contentStart &&
      statement.end! <= block.contentEnd,
  )
  const content = source.slice(block.contentStart, block.contentEnd)
  const semicolon = last ? source[last.end! - 1] === ';' : /;\s*$/m.test(content)
  const written = (indent: string): string =>
    lines.map(line => `${newline}${indent}${line}${semicolon ? ';' : ''}`).join('')
  if (last) {
    const indent = /[ \t]*$/.exec(source.slice(0, last.start!))![0]
    output.appendLeft(last.end!, written(indent))
  } else output.appendLeft(block.contentStart, `${written('')}${/^\s*[\r\n]/.test(content) ? '' : newline}`)
}
