import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { parseSource, traverse } from '../source/parse.js'

const keyOf = (node: t.ObjectProperty): string =>
  node.key.type === 'Identifier' ? node.key.name : node.key.type === 'StringLiteral' ? node.key.value : ''

interface Property {
  readonly value: t.Node
  readonly quote: string
  /** The property whose object holds this one, or ``. */
  readonly within: string
}

/** Every `key: …` of the file's objects. */
const properties = (path: string, source: string, key: string): Property[] => {
  const file = parseSource(path, source)
  if (!file) return []
  const found: Property[] = []
  traverse(file.ast, {
    ObjectProperty({ node, parentPath }) {
      if (keyOf(node) !== key) return
      const holder = parentPath?.parent
      const within = holder?.type === 'ObjectProperty' ? keyOf(holder) : ''
      found.push({ value: node.value, quote: file.style.quote, within })
    },
  })
  return found
}

/** `mode: 'development'` written out in a configuration becomes `'production'`; source maps inside the code become files beside it. */
export const productionMode = (path: string, source: string): string | null => {
  const modes = properties(path, source, 'mode').filter(({ value }) => value.type === 'StringLiteral')
  const [mode] = modes
  if (modes.length !== 1 || mode?.value.type !== 'StringLiteral' || mode.value.value !== 'development') return null
  const text = new MagicString(source)
  const replace = (node: t.Node, value: string, quote: string): void => {
    text.update(node.start!, node.end!, quote + value + quote)
  }
  replace(mode.value, 'production', mode.quote)
  for (const { value, quote } of properties(path, source, 'devtool')) {
    if (value.type === 'StringLiteral' && /eval|inline/.test(value.value)) replace(value, 'source-map', quote)
  }
  return text.toString()
}

/** `--mode development` in the script that builds. */
export const productionScript = (command: string): string | null => {
  const changed = command.replace(/(--mode[= ]\s*)development\b/, '$1production')
  return changed === command ? null : changed
}

/** A list of minimizers without one for JavaScript gets webpack's own back, by its `'...'`; `minimize: false` becomes true. */
export const scriptMinimizer = (path: string, source: string): string | null => {
  const text = new MagicString(source)
  const lists = properties(path, source, 'minimizer')
  for (const { value, quote } of lists) {
    if (value.type !== 'ArrayExpression') continue
    const [first] = value.elements
    if (value.elements.some(element => element?.type === 'StringLiteral' && element.value === '...')) continue
    const before = first ? source.slice(value.start! + 1, first.leadingComments?.[0]?.start ?? first.start!) : ''
    const item = `${quote}...${quote}`
    const onLines = before.includes('\n')
    text.appendLeft(value.start! + 1, first ? `${onLines ? before : ''}${item},${onLines ? '' : ' '}` : item)
  }
  for (const { value, within } of properties(path, source, 'minimize')) {
    if (within === 'optimization' && value.type === 'BooleanLiteral' && !value.value)
      text.update(value.start!, value.end!, 'true')
  }
  return text.hasChanged() ? text.toString() : null
}
