import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { keyOf, propertyAtEnd, propertyOf } from '../../../build-config/literals.js'
import { parseSource, type SourceFile, traverse } from '../../../source/parse.js'
import {
  anyTakes,
  globs,
  ofFurtherTypes,
  type Pattern,
  patternSource,
  patternsOf,
  withFurtherTypes,
} from './picture-patterns.js'
import type { RuleOutcome } from './webpack-rules.js'

/** What a Rollup plugin does with files that modules name. */
interface Plugin {
  /** `addresses`: what `new URL(…, import.meta.url)` names, whatever it is. */
  readonly makes: 'files' | 'code' | 'addresses'
  /** Takes these where it is not told. */
  readonly include: readonly Pattern[]
  /** Bytes up to which it puts a file into the code where it is not told. */
  readonly limit: number
  /** Takes these alone, whatever it is told. */
  readonly endings?: readonly string[]
}

const LIMIT = 14 * 1024
const ANY = globs('**')
const IMAGE: Plugin = {
  makes: 'code',
  include: ANY,
  limit: Number.POSITIVE_INFINITY,
  endings: ['.jpg', '.jpeg', '.png', '.gif', '.svg', '.webp'],
}

/** By the packages that they come in. */
const PLUGINS: ReadonlyMap<string, Plugin> = new Map<string, Plugin>([
  [
    '@rollup/plugin-url',
    {
      makes: 'files',
      include: globs('**/*.svg', '**/*.png', '**/*.jp(e)?g', '**/*.gif', '**/*.webp'),
      limit: LIMIT,
    },
  ],
  [
    'rollup-plugin-url',
    { makes: 'files', include: globs('**/*.svg', '**/*.png', '**/*.jpg', '**/*.gif'), limit: LIMIT },
  ],
  [
    'rollup-plugin-import-assets',
    {
      makes: 'files',
      include: ['gif', 'jpg', 'png', 'svg'].map(ending => ({ kind: 'regexp', text: `\\.${ending}$`, flags: 'i' })),
      limit: 0,
    },
  ],
  ['@rollup/plugin-image', IMAGE],
  ['rollup-plugin-image', IMAGE],
  ['@web/rollup-plugin-import-meta-assets', { makes: 'addresses', include: [], limit: 0 }],
])

interface PluginCall {
  readonly plugin: Plugin
  /** As it is written here. */
  readonly callee: string
  readonly call: NodePath<t.CallExpression>
  /** What it is told; null for nothing, undefined where that is not written out. */
  readonly options: t.ObjectExpression | null | undefined
}

/** What a configuration of Rollup does with pictures. */
export interface RollupPictures {
  readonly outcome: RuleOutcome | { readonly kind: 'refused'; readonly reason: string }
  /** Bytes from which on an imported picture stays a file, of the types that are imported now and of those that are added. */
  readonly limits: { readonly own: number; readonly added: number }
  /** Whether what `new URL(…, import.meta.url)` names becomes a file, of whatever type. */
  readonly takesAddresses: boolean
}

/** A value as it is written out, here or as the constant that stands here and nowhere else. */
const writtenOut = (value: NodePath<t.Node>): t.Node | undefined => {
  if (!value.isIdentifier()) return value.node
  const binding = value.scope.getBinding(value.node.name)
  if (binding === undefined || !binding.constant || binding.referencePaths.length !== 1) return undefined
  return binding.path.isVariableDeclarator() ? (binding.path.node.init ?? undefined) : undefined
}

/** The package that a name, or a call of `require`, stands for. */
const packageOf = (callee: NodePath<t.Node>): string | undefined => {
  const required = (node: t.Node | null | undefined): string | undefined => {
    const call = node?.type === 'MemberExpression' ? node.object : node
    const [named] = call?.type === 'CallExpression' ? call.arguments : []
    const isRequire =
      call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === 'require'
    return isRequire && named?.type === 'StringLiteral' ? named.value : undefined
  }
  if (!callee.isIdentifier()) return required(callee.node)
  const declared = callee.scope.getBinding(callee.node.name)?.path
  if (declared?.parentPath?.isImportDeclaration()) return declared.parentPath.node.source.value
  return declared?.isVariableDeclarator() ? required(declared.node.init) : undefined
}

const callsIn = (file: SourceFile): readonly PluginCall[] => {
  const calls: PluginCall[] = []
  traverse(file.ast, {
    CallExpression(call) {
      const callee = call.get('callee')
      const plugin = PLUGINS.get(packageOf(callee) ?? '')
      if (plugin === undefined) return
      const [first] = call.get('arguments')
      const options = first === undefined ? null : writtenOut(first)
      const isKnown = options?.type === 'ObjectExpression' && options.properties.every(one => keyOf(one) !== '')
      calls.push({
        plugin,
        callee: file.text.slice(callee.node.start!, callee.node.end!),
        call,
        options: options === null ? null : isKnown ? options : undefined,
      })
    },
  })
  return calls.toSorted((a, b) => a.call.node.start! - b.call.node.start!)
}

/** A number that is written out, also as a product or a sum of some; `Infinity` for what plugins take for no limit. */
const numberOf = (node: t.Node | undefined): number | undefined => {
  if (node?.type === 'NumericLiteral') return node.value
  if (node?.type === 'BooleanLiteral' || node?.type === 'NullLiteral') return Number.POSITIVE_INFINITY
  if (node?.type === 'Identifier' && node.name === 'Infinity') return Number.POSITIVE_INFINITY
  if (node?.type !== 'BinaryExpression') return undefined
  const [left, right] = [numberOf(node.left), numberOf(node.right)]
  if (left === undefined || right === undefined) return undefined
  return node.operator === '*' ? left * right : node.operator === '+' ? left + right : undefined
}

const limitOf = ({ plugin, options }: PluginCall): number => {
  const said = options ? propertyOf(options, 'limit')?.value : undefined
  return numberOf(said) ?? plugin.limit
}

const putsIntoCode = (call: PluginCall): boolean =>
  call.plugin.makes === 'code' || limitOf(call) === Number.POSITIVE_INFINITY

/** The first byte count that it leaves a file. */
const firstFile = (call: PluginCall): number => {
  const limit = limitOf(call)
  return limit === 0 ? 0 : limit + 1
}

/** Where its list stands, and what it holds; undefined where it is not written out. */
const listOf = (
  { plugin, call, options }: PluginCall,
  key: 'include' | 'exclude',
): { readonly node: t.Node | null; readonly patterns: readonly Pattern[] } | undefined => {
  if (options === undefined) return undefined
  const property = options === null ? undefined : propertyOf(options, key)
  if (property === undefined) return { node: null, patterns: key === 'include' ? plugin.include : [] }
  const value = property.value
  const binding = value.type === 'Identifier' ? call.scope.getBinding(value.name) : undefined
  const isConstant = binding?.constant === true && binding.referencePaths.length === 1
  const node = binding === undefined ? value : isConstant && binding.path.isVariableDeclarator() ? binding.path.node.init : null
  const patterns = node ? patternsOf(node) : null
  return node && patterns ? { node, patterns } : undefined
}

/** Whether it takes a file; null where that cannot be told. */
const takes = (call: PluginCall, file: string): boolean | null => {
  const { plugin } = call
  if (plugin.makes === 'addresses') return false
  if (plugin.endings !== undefined && !plugin.endings.includes(path.posix.extname(file))) return false
  const [include, exclude] = [listOf(call, 'include'), listOf(call, 'exclude')]
  if (include === undefined || exclude === undefined) return null
  const taken = include.patterns.length === 0 ? true : anyTakes(include.patterns, file)
  const left = anyTakes(exclude.patterns, file)
  return left === true ? false : left === null && taken !== false ? null : taken
}

/** The plugin that a file comes to: the first that takes it, or may. */
const ownerOf = (calls: readonly PluginCall[], file: string): PluginCall | undefined =>
  calls.find(call => takes(call, file) !== false)

const ADDED = ['avif', 'webp']

/** Names that encodings of a picture are given, by their endings. */
const namesOf = (picture: string, ending: string): readonly string[] => {
  const stem = picture.slice(0, -path.posix.extname(picture).length)
  return [`${stem}-480.${ending}`, `${stem}.${ending}`]
}

/** How a call is made to take the types that are added, or why it cannot be. */
type Extension =
  | { readonly rule: string; readonly added: number; edit(output: MagicString): void }
  | { readonly refused: string }

/** The same plugin once more, for what is added alone: it becomes files, of whatever size. */
const asAnother = (
  { call, callee, options }: PluginCall,
  include: readonly Pattern[],
  file: SourceFile,
): Extension => {
  const { text, style } = file
  const kept = (options?.properties ?? [])
    .filter(property => !['include', 'limit'].includes(keyOf(property)))
    .map(property => text.slice(property.start!, property.end!))
  const list = include.map(pattern => patternSource(pattern, style.quote))
  const made = `${callee}({ ${[`include: [${list.join(', ')}]`, 'limit: 0', ...kept].join(', ')} })`
  const { start, end } = call.node
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start!))?.[1]
  return {
    rule: `besides: ${made}`,
    added: 0,
    edit: output => void output.appendLeft(end!, indent === undefined ? `, ${made}` : `,${style.newline}${indent}${made}`),
  }
}

const asWider = (call: PluginCall, patterns: readonly Pattern[], file: SourceFile): Extension => {
  const { text, style } = file
  const list = `[${patterns.map(pattern => patternSource(pattern, style.quote)).join(', ')}]`
  const node = listOf(call, 'include')?.node ?? null
  const written = patterns.length === 1 && node?.type !== 'ArrayExpression' ? patternSource(patterns[0]!, style.quote) : list
  return {
    rule: `${node === null ? `what ${call.callee}() takes by itself` : text.slice(node.start!, node.end!)} to ${written}`,
    added: firstFile(call),
    edit(output) {
      if (node !== null) return void output.overwrite(node.start!, node.end!, written)
      if (call.options) {
        const place = propertyAtEnd(text, call.options, `include: ${written}`)
        return void output.appendLeft(place.at, place.text)
      }
      output.overwrite(call.call.node.start!, call.call.node.end!, `${call.callee}({ include: ${written} })`)
    },
  }
}

/** @param pictures that come to this call, by their paths */
const extend = (
  call: PluginCall,
  pictures: readonly string[],
  endings: readonly string[],
  file: SourceFile,
): Extension => {
  const before = listOf(call, 'include')?.patterns ?? []
  const excluded = listOf(call, 'exclude')?.patterns ?? []
  const names = pictures.flatMap(picture => endings.flatMap(ending => namesOf(picture, ending)))
  const isWhole = (list: readonly Pattern[]): boolean =>
    names.every(name => anyTakes(list, name) === true && anyTakes(excluded, name) === false)
  const isElement = call.call.parentPath.isArrayExpression()
  if (isElement && endings.length === ADDED.length && limitOf(call) > 0) {
    const alone = pictures.flatMap(picture => ofFurtherTypes(before, picture, endings) ?? [])
    const distinct = alone.filter((one, index) => alone.findIndex(other => other.text === one.text) === index)
    if (isWhole(distinct)) return asAnother(call, distinct, file)
  }
  let list = before
  for (const picture of pictures) {
    if (endings.every(ending => namesOf(picture, ending).every(name => anyTakes(list, name) === true))) continue
    list = withFurtherTypes(list, picture, endings) ?? list
  }
  return isWhole(list)
    ? asWider(call, list, file)
    : { refused: `the list of files that ${call.callee}() takes says more of them than their type` }
}

/**
 * Has the plugins that make files of imported pictures take AVIF and WebP too, where what they take is written out in the configuration itself.
 * @param pictures that are imported, by their paths
 */
export const extendRollupPlugins = (
  { path: name, text }: { readonly path: string; readonly text: string },
  pictures: readonly string[],
): RollupPictures => {
  const nothing = { limits: { own: 0, added: 0 }, takesAddresses: false } as const
  const file = parseSource(name, text)
  if (file === null) return { outcome: { kind: 'silent' }, ...nothing }
  const calls = callsIn(file)
  const takesAddresses = calls.some(({ plugin }) => plugin.makes === 'addresses')
  const refused = (reason: string): RollupPictures => ({ outcome: { kind: 'refused', reason }, ...nothing, takesAddresses })
  const owned = new Map<PluginCall, string[]>()
  const reasons = new Set<string>()
  for (const picture of pictures) {
    const owner = ownerOf(calls, picture)
    if (owner === undefined) continue
    if (takes(owner, picture) === null) reasons.add(`what ${owner.callee}() takes is not written out in ${name}`)
    else if (putsIntoCode(owner))
      reasons.add(`${owner.callee}() in ${name} puts imported pictures into the code, where each further size would weigh as well`)
    else owned.set(owner, [...(owned.get(owner) ?? []), picture])
  }
  if (owned.size === 0) {
    const [reason] = reasons
    return reason === undefined ? { outcome: { kind: 'silent' }, ...nothing, takesAddresses } : refused(reason)
  }
  const output = new MagicString(text)
  const rules: string[] = []
  let added = 0
  for (const [call, taken] of owned) {
    const endings = ADDED.filter(ending => taken.some(one => namesOf(one, ending).some(two => ownerOf(calls, two) === undefined)))
    for (const picture of taken.flatMap(one => ADDED.flatMap(ending => namesOf(one, ending)))) {
      const owner = ownerOf(calls, picture)
      if (owner === undefined) continue
      if (putsIntoCode(owner))
        return refused(`${owner.callee}() in ${name} would put ${path.posix.extname(picture)} into the code`)
      if (takes(owner, picture) === null) return refused(`what ${owner.callee}() takes is not written out in ${name}`)
      added = Math.max(added, firstFile(owner))
    }
    if (endings.length === 0) continue
    const extension = extend(call, taken, endings, file)
    if ('refused' in extension) return refused(extension.refused)
    extension.edit(output)
    rules.push(extension.rule)
    added = Math.max(added, extension.added)
  }
  return {
    outcome: rules.length > 0 ? { kind: 'extended', text: output.toString(), rules } : { kind: 'accepts' },
    limits: { own: Math.max(...[...owned.keys()].map(firstFile)), added },
    takesAddresses,
  }
}
