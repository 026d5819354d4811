import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { keyOf, propertyAtEnd, propertyOf } from '../../../build-config/literals.js'
import { parseSource, type SourceFile, traverse } from '../../../source/parse.js'
import type { Mended } from '../own-goals/mending.js'

const NAME = 'process.env.NODE_ENV'

/** How a place that names `development` is mended, so that a development server that goes by it stays as it is. */
export type Remedy =
  /** It says `production`. */
  | 'production'
  /** It is taken out: the bundler gives it by itself, in a build and in a server each as it should be. */
  | 'bundler'
  /** It goes by whether Rollup's command watches. */
  | 'unless-watching'

/** Whether a property gives code its NODE_ENV: one of the same name elsewhere is the environment of a program, or a plugin's own. */
const isNamed = (path: NodePath<t.ObjectProperty>): boolean => {
  const key = keyOf(path.node)
  if (key === NAME) return true
  const holder = path.parentPath.parentPath
  const within = (one: NodePath | null | undefined, name: string): boolean =>
    one?.isObjectProperty() === true && keyOf(one.node) === name
  if (key === 'nodeEnv') return within(holder, 'optimization')
  // `'process.env': { NODE_ENV: … }`, or the same as a text: JSON.stringify({ NODE_ENV: … }).
  return key === 'NODE_ENV' && within(holder?.isCallExpression() ? holder.parentPath : holder, 'process.env')
}

/** The text within a value that says `development`: `'"development"'`, `JSON.stringify('development')`; null for what is computed. */
const developmentIn = (value: t.Node): t.StringLiteral | null => {
  if (value.type === 'StringLiteral') return /^(["']?)development\1$/.test(value.value) ? value : null
  const [argument] = value.type === 'CallExpression' ? value.arguments : []
  if (argument?.type !== 'StringLiteral' || value.type !== 'CallExpression') return null
  const { callee } = value
  const stringified =
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'stringify'
  return stringified && argument.value === 'development' ? argument : null
}

interface Place {
  readonly property: t.ObjectProperty
  readonly object: t.ObjectExpression
  readonly literal: t.StringLiteral
}

const placesIn = (file: SourceFile): readonly Place[] => {
  const places: Place[] = []
  traverse(file.ast, {
    ObjectProperty(path) {
      const literal = isNamed(path) ? developmentIn(path.node.value) : null
      const { parent } = path
      if (literal && parent.type === 'ObjectExpression') places.push({ property: path.node, object: parent, literal })
    },
  })
  return places
}

/** Takes a property out, with the comma and the white space that belong to it. */
const takeOut = (text: MagicString, { properties }: t.ObjectExpression, property: t.ObjectProperty): void => {
  const index = properties.indexOf(property)
  const next = properties[index + 1]
  const previous = properties[index - 1]
  if (next) text.remove(property.start!, next.leadingComments?.[0]?.start ?? next.start!)
  else if (previous) text.remove(previous.end!, property.end!)
  else text.remove(property.start!, property.end!)
}

/** A configuration that gives code `development` as its NODE_ENV in one place, mended. */
export const productionDefined = (path: string, source: string, remedy: Remedy): Mended => {
  const file = /NODE_ENV|nodeEnv/.test(source) ? parseSource(path, source) : null
  if (!file) return null
  const [place, ...others] = placesIn(file)
  if (!place) return null
  if (others.length > 0) return { reason: `${path} names development as NODE_ENV in several places` }
  const { property, object, literal } = place
  const text = new MagicString(source)
  if (remedy === 'bundler') {
    takeOut(text, object, property)
    return { text: text.toString() }
  }
  const { start, end } = property.value
  const said = source.slice(start!, end!)
  const [from, to] = [literal.start! - start!, literal.end! - start!]
  const production = `${said.slice(0, from)}${said.slice(from, to).replace('development', 'production')}${said.slice(to)}`
  text.update(
    start!,
    end!,
    remedy === 'unless-watching' ? `process.env.ROLLUP_WATCH ? ${said} : ${production}` : production,
  )
  return { text: text.toString() }
}

/** Puts a property into an object that says nothing of NODE_ENV. */
const added = (source: string, object: t.ObjectExpression, property: string): Mended => {
  const { at, text } = propertyAtEnd(source, object, property)
  return { text: new MagicString(source).appendLeft(at, text).toString() }
}

const says = (source: string, { start, end }: t.Node): boolean => source.slice(start!, end!).includes('NODE_ENV')

/** `define` for esbuild, which gives it by itself only where it minifies, for browsers, in every way that it has. */
export const definedInEsbuild = (source: string, options: t.ObjectExpression): Mended => {
  if (says(source, options)) return null
  const define = propertyOf(options, 'define')
  const said = `'${NAME}': '"production"'`
  if (!define) return added(source, options, `define: { ${said} }`)
  return define.value.type === 'ObjectExpression' ? added(source, define.value, said) : null
}

const REPLACES = /^(@rollup\/plugin-replace|rollup-plugin-replace)$/

/** A value for Rollup's plugin that replaces texts in all modules, where it is used and gives none. */
export const replacedInRollup = (path: string, source: string, watched: boolean): Mended => {
  const file = source.includes('plugin-replace') ? parseSource(path, source) : null
  if (!file) return null
  const named = file.imports.find(({ specifier }) => REPLACES.test(specifier))?.bindings
  const local = named?.find(({ imported }) => imported === 'default')?.local ?? 'replace'
  const calls: t.CallExpression[] = []
  traverse(file.ast, {
    CallExpression({ node }) {
      if (node.callee.type === 'Identifier' && node.callee.name === local) calls.push(node)
    },
  })
  const [call] = calls
  const [options] = call?.arguments ?? []
  if (!call || calls.length > 1 || options?.type !== 'ObjectExpression' || says(source, options)) return null
  // What it is told to leave out, or to keep to, may be the packages.
  if (propertyOf(options, 'include') || propertyOf(options, 'exclude'))
    return { reason: `the plugin that replaces texts in ${path} is kept to some of the modules` }
  const values = propertyOf(options, 'values')?.value
  const object = values?.type === 'ObjectExpression' ? values : options
  const value = (name: string): string => `JSON.stringify(${file.style.quote}${name}${file.style.quote})`
  const chosen = watched
    ? `process.env.ROLLUP_WATCH ? ${value('development')} : ${value('production')}`
    : value('production')
  return added(source, object, `${file.style.quote}${NAME}${file.style.quote}: ${chosen}`)
}

/** esbuild's command in a script, told what to give. */
export const productionInCommand = (line: string): string | null => {
  const mended = line.replace(/(--define:process\.env\.NODE_ENV=[\\'"]*)development\b/, '$1production')
  return mended === line ? null : mended
}
