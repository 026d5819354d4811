import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { keyOf, literalOf, propertyAtEnd, treeOf } from '../../../build-config/literals.js'
import { parseSource, traverse } from '../../../source/parse.js'
import type { RuleOutcome } from './webpack-rules.js'

/** What a configuration of esbuild does with pictures, in modules and in style sheets. */
export interface EsbuildPictures {
  readonly outcome: RuleOutcome | { readonly kind: 'refused'; readonly reason: string }
  /** Whether only style sheets may name pictures of new types: what modules import would have to be there at run time. */
  readonly sheetsAlone: boolean
}

const SILENT: EsbuildPictures = { outcome: { kind: 'silent' }, sheetsAlone: false }
const ADDED = ['.avif', '.webp']

/** What each loader makes of a picture. */
const CODE = new Set(['dataurl', 'base64', 'binary', 'text'])

/** Loaders by endings, as one build is given them; `null` for one that is computed. */
type Loaders = ReadonlyMap<string, string | null>

/** What is to be added to the loaders of one build, or why nothing may. */
type Addition =
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'given'; readonly loader: 'file' | 'copy'; readonly missing: readonly string[] }

const additionTo = (loaders: Loaders, endings: readonly string[], where: string): Addition => {
  const own = endings.filter(ending => loaders.has(ending))
  if (own.length === 0) return { kind: 'silent' }
  const as = (loader: string): string | undefined => own.find(ending => loaders.get(ending) === loader)
  const loader = as('file') !== undefined ? 'file' : as('copy') !== undefined ? 'copy' : null
  if (loader === null) {
    const [ending] = own
    const of = loaders.get(ending!)
    const reason =
      of == null
        ? `the loader of ${ending} is not written out in ${where}`
        : CODE.has(of)
          ? `esbuild puts imported pictures into the code (${ending}: ${of}, in ${where}), where each further size would weigh as well`
          : `esbuild's loader of ${ending} in ${where} (${of}) makes no file of a picture`
    return { kind: 'refused', reason }
  }
  const other = ADDED.find(ending => loaders.has(ending) && loaders.get(ending) !== loader)
  if (other !== undefined)
    return { kind: 'refused', reason: `esbuild's loader of ${other} in ${where} is another one than that of ${as(loader)}` }
  return { kind: 'given', loader, missing: ADDED.filter(ending => !loaders.has(ending)) }
}

/** The object that a name stands for, where it is a constant of the file. */
const objectOf = (value: NodePath<t.Node>): t.ObjectExpression | null => {
  if (value.isObjectExpression()) return value.node
  if (!value.isIdentifier()) return null
  const binding = value.scope.getBinding(value.node.name)
  const init = binding?.constant && binding.path.isVariableDeclarator() ? binding.path.node.init : null
  return init?.type === 'ObjectExpression' ? init : null
}

const loadersIn = (name: string, text: string): readonly t.ObjectExpression[] => {
  const file = parseSource(name, text)
  const found = new Set<t.ObjectExpression>()
  if (file === null) return []
  const add = (value: NodePath<t.Node>): void => {
    const object = objectOf(value)
    if (object?.properties.some(property => keyOf(property).startsWith('.'))) found.add(object)
  }
  traverse(file.ast, {
    ObjectProperty(property) {
      if (keyOf(property.node) === 'loader') add(property.get('value') as NodePath<t.Node>)
    },
    AssignmentExpression(assignment) {
      const { left } = assignment.node
      if (left.type === 'MemberExpression' && left.property.type === 'Identifier' && left.property.name === 'loader')
        add(assignment.get('right') as NodePath<t.Node>)
    },
  })
  return [...found]
}

const loadersOf = (object: t.ObjectExpression): Loaders =>
  new Map(
    object.properties.flatMap(property => {
      const value = property.type === 'ObjectProperty' ? literalOf(property.value) : undefined
      return keyOf(property) === '' ? [] : [[keyOf(property), typeof value === 'string' ? value : null] as const]
    }),
  )

/** Those of one file, put together: the first refusal stands for all. */
const together = (additions: readonly Addition[], text: string, output: MagicString, rules: readonly string[]): EsbuildPictures => {
  const given = additions.flatMap(one => (one.kind === 'given' ? [one] : []))
  const refused = additions.find(one => one.kind === 'refused')
  if (refused?.kind === 'refused') return { outcome: refused, sheetsAlone: false }
  if (given.length === 0) return SILENT
  const sheetsAlone = given.every(({ loader }) => loader === 'copy')
  const made = output.toString()
  return { outcome: made === text ? { kind: 'accepts' } : { kind: 'extended', text: made, rules }, sheetsAlone }
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
  const additions = loadersIn(name, text).map(object => {
    const addition = additionTo(loadersOf(object), endingsOf(pictures), name)
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
    const addition = additionTo(new Map(options.map(([, ending, loader]) => [ending!, loader!])), endingsOf(pictures), where)
    if (addition.kind !== 'given' || addition.missing.length === 0) return [addition]
    const made = addition.missing.map(ending => `--loader:${ending}=${addition.loader}`).join(' ')
    output.appendLeft(start! + last.index + last[0].length, ` ${made}`)
    rules.push(`besides: ${made}`)
    return [addition]
  })
  return together(additions, text, output, rules)
}
