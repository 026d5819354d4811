import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { parseModule, traverseModule } from '../../../markup/parse-module.js'
import type { SourceText } from '../plan/project.js'
import { componentCode, hasTags, isComponent } from './component-code.js'

/** A module of the project, parsed, with where names occur in it. */
export interface Module {
  readonly path: string
  readonly text: string
  /** What was parsed of it: scripts, and the template behind them. */
  readonly code: string
  readonly program: NodePath<t.Program>
  /** Reads of a property: members, destructuring, and in the template of a component names that nothing declares. */
  readsOf(property: string): readonly NodePath<t.Node>[]
  /** Reads of a name that nothing in the file declares. */
  globalsOf(name: string): readonly NodePath<t.Node>[]
}

/** The project's code, parsed where it is asked for. What cannot be parsed is as if it were not there, but for `unread`. */
export interface Program {
  module(file: string): Module | null
  /** The module that a piece of code stands in. */
  moduleOf(code: NodePath<t.Node>): Module
  /** Modules that name something. */
  mentioning(word: string): readonly Module[]
  /** Module that an import means; null where it is none of the project's own. */
  resolve(specifier: string, from: string): string | null
  /** A file that names this and cannot be parsed; null where none does. */
  unread(word: string): string | null
  /** A template in which a link or a preview names this, where pages are made of values; null where none does. */
  linking(word: string): string | null
  readonly paths: readonly string[]
}

const EXTENSIONS = ['', '.js', '.jsx', '.ts', '.tsx', '.mjs', '.cjs', '.mts', '.vue', '.svelte']

/**
 * @param sources modules, components, and pages for the scripts in them
 * @param templates markup in other languages
 */
export const readProgram = (sources: readonly SourceText[], templates: readonly SourceText[]): Program => {
  const texts = new Map(sources.map(source => [source.path, source.text]))
  const parsed = new Map<string, Module | null>()
  const owners = new Map<NodePath<t.Node>, Module>()
  const module = (file: string): Module | null => {
    const text = texts.get(file)
    if (text === undefined) return null
    const known = parsed.get(file)
    if (known !== undefined) return known
    const made = parse(file, text)
    parsed.set(file, made)
    if (made !== null) owners.set(made.program, made)
    return made
  }
  const naming = (word: string): string[] => {
    const pattern = new RegExp(String.raw`(?<![\w$])${word.replace(/[$.*+?^{}()|[\]\\]/g, '\\$&')}(?![\w$])`)
    return [...texts].filter(([, text]) => text.includes(word) && pattern.test(text)).map(([file]) => file)
  }
  return {
    module,
    moduleOf: code => owners.get(code.scope.getProgramParent().path)!,
    mentioning: word => naming(word).flatMap(file => module(file) ?? []),
    resolve: (specifier, from) => resolveModule(specifier, from, texts),
    linking: word => {
      const name = word.replace(/[$.*+?^{}()|[\]\\]/g, '\\$&')
      const pattern = new RegExp(
        String.raw`\b(?:href|content|download)\s*[=:]\s*["']?[^"'\n>]*(?:<%|\{\{|\{%|\$\{|#\{|<\?)[^\n>]*(?<![\w$-])${name}(?![\w$-])`,
      )
      return templates.find(({ text }) => text.includes(word) && pattern.test(text))?.path ?? null
    },
    unread: word => naming(word).find(file => module(file) === null) ?? null,
    paths: [...texts.keys()],
  }
}

const parse = (file: string, text: string): Module | null => {
  const code = hasTags(file) ? componentCode(file, text) : { code: text, language: file }
  if (code === null) return null
  const tree = parseModule(code.code, code.language)
  if ('refused' in tree) return null
  let program: NodePath<t.Program> | null = null
  try {
    traverseModule(tree, {
      Program(found) {
        program = found
      },
    })
  } catch {
    // Two declarations of one name, e.g. in the two scripts of a component.
    return null
  }
  if (program === null) return null
  const found: NodePath<t.Program> = program
  let known: Reads | null = null
  const reads = (): Reads => {
    known ??= readsIn(found)
    return known
  }
  return {
    path: file,
    text,
    code: code.code,
    program: found,
    readsOf: property => [
      ...(reads().members.get(property) ?? []),
      ...(isComponent(file) ? (reads().globals.get(property) ?? []) : []),
    ],
    globalsOf: name => reads().globals.get(name) ?? [],
  }
}

interface Reads {
  readonly members: Map<string, NodePath<t.Node>[]>
  readonly globals: Map<string, NodePath<t.Node>[]>
}

const readsIn = (program: NodePath<t.Program>): Reads => {
  const reads: Reads = { members: new Map(), globals: new Map() }
  const into = (map: Map<string, NodePath<t.Node>[]>, name: string, found: NodePath<t.Node>): void => {
    const list = map.get(name)
    if (list) list.push(found)
    else map.set(name, [found])
  }
  const add = (name: string, found: NodePath<t.Node>): void => into(reads.members, name, found)
  const member = (found: NodePath<t.MemberExpression | t.OptionalMemberExpression>): void => {
    const name = staticName(found.node.property, found.node.computed)
    if (name !== null) add(name, found)
  }
  program.traverse({
    MemberExpression: member,
    OptionalMemberExpression: member,
    ObjectPattern(pattern) {
      for (const property of pattern.get('properties')) {
        if (!property.isObjectProperty()) continue
        const name = staticName(property.node.key, property.node.computed)
        if (name !== null) add(name, property.get('value') as NodePath<t.Node>)
      }
    },
    Identifier(found) {
      if (found.isReferencedIdentifier() && !found.scope.hasBinding(found.node.name, true))
        into(reads.globals, found.node.name, found)
    },
  })
  return reads
}

/** The name of a property that is written out; null where it is computed. */
export const staticName = (key: t.Node, computed: boolean): string | null => {
  if (key.type === 'StringLiteral') return key.value
  return key.type === 'Identifier' && !computed ? key.name : null
}

/** As bundlers do, with aliases by the one file whose path ends so. */
const resolveModule = (specifier: string, from: string, texts: ReadonlyMap<string, string>): string | null => {
  const clean = specifier.split('?', 1)[0]!
  if (/^\.\.?(?:\/|$)/.test(clean)) {
    const base = path.posix.normalize(path.posix.join(path.posix.dirname(from), clean))
    return (
      [...EXTENSIONS.map(e => base + e), ...EXTENSIONS.map(e => `${base}/index${e}`)].find(f => texts.has(f)) ?? null
    )
  }
  const tail = /^(?:@|~|~@|#|src)?\/(.+)$/.exec(clean)?.[1] ?? (/^[@\w-]+\/(.+)$/.test(clean) ? clean : null)
  if (tail === null) return null
  const ends = [...EXTENSIONS.map(e => tail + e), ...EXTENSIONS.map(e => `${tail}/index${e}`)]
  const found = [...texts.keys()].filter(file => ends.some(end => file === end || file.endsWith(`/${end}`)))
  return found.toSorted((a, b) => a.length - b.length)[0] ?? null
}
