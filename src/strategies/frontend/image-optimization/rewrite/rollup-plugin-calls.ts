import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { keyOf, propertyOf } from '../../../build-config/literals.js'
import { type SourceFile, traverse } from '../../../source/parse.js'
import { anyTakes, globs, type Pattern, patternsOf } from './picture-patterns.js'

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

export interface PluginCall {
  readonly plugin: Plugin
  /** As it is written here. */
  readonly callee: string
  readonly call: NodePath<t.CallExpression>
  /** What it is told; null for nothing, undefined where that is not written out. */
  readonly options: t.ObjectExpression | null | undefined
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

export const callsIn = (file: SourceFile): readonly PluginCall[] => {
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

export const limitOf = ({ plugin, options }: PluginCall): number => {
  const said = options ? propertyOf(options, 'limit')?.value : undefined
  return numberOf(said) ?? plugin.limit
}

/** Whether it says where the site has its files: an address of a name alone means another file on each level of pages. */
export const hasWholeAddresses = ({ options }: PluginCall): boolean => {
  const said = options ? propertyOf(options, 'publicPath')?.value : undefined
  return said?.type === 'StringLiteral' && /^(?:\/|https?:)/.test(said.value)
}

export const putsIntoCode = (call: PluginCall): boolean =>
  call.plugin.makes === 'code' || limitOf(call) === Number.POSITIVE_INFINITY

/** The first byte count that it leaves a file. */
export const firstFile = (call: PluginCall): number => {
  const limit = limitOf(call)
  return limit === 0 ? 0 : limit + 1
}

/** Where its list stands, and what it holds; undefined where it is not written out. */
export const listOf = (
  { plugin, call, options }: PluginCall,
  key: 'include' | 'exclude',
): { readonly node: t.Node | null; readonly patterns: readonly Pattern[] } | undefined => {
  if (options === undefined) return undefined
  const property = options === null ? undefined : propertyOf(options, key)
  if (property === undefined) return { node: null, patterns: key === 'include' ? plugin.include : [] }
  const value = property.value
  const binding = value.type === 'Identifier' ? call.scope.getBinding(value.name) : undefined
  const isConstant = binding?.constant === true && binding.referencePaths.length === 1
  const node =
    binding === undefined ? value : isConstant && binding.path.isVariableDeclarator() ? binding.path.node.init : null
  const patterns = node ? patternsOf(node) : null
  return node && patterns ? { node, patterns } : undefined
}

/** Whether it takes a file; null where that cannot be told. */
export const takes = (call: PluginCall, file: string): boolean | null => {
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
export const ownerOf = (calls: readonly PluginCall[], file: string): PluginCall | undefined =>
  calls.find(call => takes(call, file) !== false)
