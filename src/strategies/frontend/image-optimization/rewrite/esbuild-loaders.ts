import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { keyOf, literalOf, propertyAtEnd, propertyOf, treeOf } from '../../../build-config/literals.js'
import { parseSource, traverse } from '../../../source/parse.js'
import type { RuleOutcome } from './webpack-rules.js'

/** What a configuration of esbuild does with pictures, in modules and in style sheets. */
export interface EsbuildPictures {
  readonly outcome: RuleOutcome | { readonly kind: 'refused'; readonly reason: string }
  /** Why it may import WebP in place of a picture and nothing beside one: that would be put into the code as well. Null where it may. */
  readonly oneForOne: string | null
  /** Whether only style sheets may name pictures of new types: what modules import would have to be there at run time. */
  readonly sheetsAlone: boolean
}

const SILENT: EsbuildPictures = { outcome: { kind: 'silent' }, oneForOne: null, sheetsAlone: false }
const ADDED = ['.avif', '.webp']

/** Loaders by endings, as one build is given them; `null` for one that is computed. */
type Loaders = ReadonlyMap<string, string | null>

/** What is to be added to the loaders of one build, or why nothing may. */
type Addition =
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'given'
      readonly loader: 'file' | 'copy' | 'dataurl'
      readonly missing: readonly string[]
      readonly oneForOne: string | null
    }

/** @param wholeAddresses whether it is said where the site has its files: an address of a name alone means another file on each level of pages */
const additionTo = (loaders: Loaders, endings: readonly string[], wholeAddresses: boolean, where: string): Addition => {
  const own = endings.filter(ending => loaders.has(ending))
  if (own.length === 0) return { kind: 'silent' }
  const as = (loader: string): string | undefined => own.find(ending => loaders.get(ending) === loader)
  const loader = as('file') !== undefined ? 'file' : as('copy') !== undefined ? 'copy' : null
  if (loader === null) {
    const inCode = as('dataurl')
    if (inCode !== undefined) {
      const reason = `esbuild puts imported pictures into the code (${inCode}, in ${where}), where each further size would weigh as well`
      const missing = loaders.has('.webp') ? [] : ['.webp']
      // What is shown in place of a picture in the code need not stand there too.
      return { kind: 'given', loader: wholeAddresses ? 'file' : 'dataurl', missing, oneForOne: reason }
    }
    const [ending] = own
    const of = loaders.get(ending!)
    const reason =
      of == null
        ? `the loader of ${ending} is not written out in ${where}`
        : `esbuild's loader of ${ending} in ${where} (${of}) makes nothing that can be shown as it is`
    return { kind: 'refused', reason }
  }
  const other = ADDED.find(ending => loaders.has(ending) && loaders.get(ending) !== loader)
  if (other !== undefined)
    return {
      kind: 'refused',
      reason: `esbuild's loader of ${other} in ${where} is another one than that of ${as(loader)}`,
    }
  return { kind: 'given', loader, missing: ADDED.filter(ending => !loaders.has(ending)), oneForOne: null }
}

const isWhole = (address: unknown): boolean => typeof address === 'string' && /^(?:\/|https?:)/.test(address)

/** The object that a name stands for, where it is a constant of the file. */
const objectOf = (value: NodePath<t.Node>): t.ObjectExpression | null => {
  if (value.isObjectExpression()) return value.node
  if (!value.isIdentifier()) return null
  const binding = value.scope.getBinding(value.node.name)
  const init = binding?.constant && binding.path.isVariableDeclarator() ? binding.path.node.init : null
  return init?.type === 'ObjectExpression' ? init : null
}

/** The objects that name loaders, each with the options that it is one of; null where it is assigned. */
const loadersIn = (name: string, text: string): ReadonlyMap<t.ObjectExpression, t.Node | null> => {
  const file = parseSource(name, text)
  const found = new Map<t.ObjectExpression, t.Node | null>()
  if (file === null) return found
  const add = (value: NodePath<t.Node>, options: t.Node | null = null): void => {
    const object = objectOf(value)
    if (object?.properties.some(property => keyOf(property).startsWith('.'))) found.set(object, options)
  }
  traverse(file.ast, {
    ObjectProperty(property) {
      if (keyOf(property.node) === 'loader') add(property.get('value') as NodePath<t.Node>, property.parent)
    },
    AssignmentExpression(assignment) {
      const { left } = assignment.node
      if (left.type === 'MemberExpression' && left.property.type === 'Identifier' && left.property.name === 'loader')
        add(assignment.get('right') as NodePath<t.Node>)
    },
  })
  return found
}

const loadersOf = (object: t.ObjectExpression): Loaders =>
  new Map(
    object.properties.flatMap(property => {
      const value = property.type === 'ObjectProperty' ? literalOf(property.value) : undefined
      return keyOf(property) === '' ? [] : [[keyOf(property), typeof value === 'string' ? value : null] as const]
    }),
  )

/** Those of one file, put together: the first refusal stands for all. */
const together = (
  additions: readonly Addition[],
  text: string,
  output: MagicString,
  rules: readonly string[],
): EsbuildPictures => {
  const given = additions.flatMap(one => (one.kind === 'given' ? [one] : []))
  const refused = additions.find(one => one.kind === 'refused')
  if (refused?.kind === 'refused') return { ...SILENT, outcome: refused }
  if (given.length === 0) return SILENT
  const { oneForOne = null } = given.find(one => one.oneForOne !== null) ?? {}
  const sheetsAlone = given.every(({ loader }) => loader === 'copy')
  const made = output.toString()
  const outcome: RuleOutcome = made === text ? { kind: 'accepts' } : { kind: 'extended', text: made, rules }
  return { outcome, oneForOne, sheetsAlone }
}

const endingsOf = (pictures: readonly string[]): readonly string[] => [
  ...new Set(pictures.map(picture => path.posix.extname(picture))),
]

/**
 * Gives AVIF and WebP the loader that pictures have in the calls of esbuild that a script makes, where that is written out there: `loader: { '.png': 'file' }`.
 * @param pictures that are imported, by their paths
 */
export const extendEsbuildLoaders = (
  { path: name, text }: { readonly path: string; readonly text: string },
  pictures: readonly string[],
): EsbuildPictures => {
  if (!/\bloader\b/.test(text)) return SILENT
  const output = new MagicString(text)
  const rules: string[] = []
  const additions = [...loadersIn(name, text)].map(([object, options]) => {
    const isKnown = isWhole(literalOf(propertyOf(options, 'publicPath')?.value))
    const addition = additionTo(loadersOf(object), endingsOf(pictures), isKnown, name)
    if (addition.kind !== 'given' || addition.missing.length === 0) return addition
    const quote = /["'`]/.exec(text.slice(object.start!, object.end!))?.[0] ?? "'"
    const place = propertyAtEnd(text, object, '')
    const separator = place.text
    const made = addition.missing.map(ending => `${quote}${ending}${quote}: ${quote}${addition.loader}${quote}`)
    output.appendLeft(place.at, made.map(property => `${separator}${property}`).join(''))
    rules.push(`besides: ${made.join(', ')}`)
    return addition
  })
  return together(additions, text, output, rules)
}

const OPTION = /--loader:(\.[\w.]+)=(\w+)/g

/**
 * The same of esbuild's own command, in scripts of `package.json`: `--loader:.png=file`.
 * @param scripts names of those that build
 */
export const extendEsbuildCommands = (
  { path: name, text }: { readonly path: string; readonly text: string },
  scripts: readonly string[],
  pictures: readonly string[],
): EsbuildPictures => {
  const tree = treeOf(name, text)
  const all = tree?.type === 'ObjectExpression' ? tree.properties.find(one => keyOf(one) === 'scripts') : undefined
  if (all?.type !== 'ObjectProperty' || all.value.type !== 'ObjectExpression') return SILENT
  const output = new MagicString(text)
  const rules: string[] = []
  const additions = all.value.properties.flatMap((property): Addition[] => {
    if (property.type !== 'ObjectProperty' || !scripts.includes(keyOf(property))) return []
    const { start, end } = property.value
    const written = text.slice(start!, end!)
    const options = [...written.matchAll(OPTION)]
    const last = options.at(-1)
    if (last === undefined) return []
    const where = `the script ${keyOf(property)} of ${name}`
    // Several commands in one script: which of them an option belongs to would have to be known.
    if ([...written.matchAll(/\besbuild\s/g)].length !== 1)
      return [{ kind: 'refused', reason: `${where} calls esbuild more than once` }]
    const isKnown = isWhole(/--public-path=(\S+)/.exec(written)?.[1])
    const loaders = new Map(options.map(([, ending, loader]) => [ending!, loader!]))
    const addition = additionTo(loaders, endingsOf(pictures), isKnown, where)
    if (addition.kind !== 'given' || addition.missing.length === 0) return [addition]
    const made = addition.missing.map(ending => `--loader:${ending}=${addition.loader}`).join(' ')
    output.appendLeft(start! + last.index + last[0].length, ` ${made}`)
    rules.push(`besides: ${made}`)
    return [addition]
  })
  return together(additions, text, output, rules)
}
