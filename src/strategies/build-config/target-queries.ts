import type * as t from '@babel/types'
import { literalOf } from './literals.js'

/** Browsers that `targets` of the preset names, as queries; null where they are computed, or say what needs no list (`esmodules`). */
export const targetQueries = (node: t.Node): readonly string[] | null => {
  const value = literalOf(node)
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'object' || value === null) return null
  const { browsers, esmodules, node: _, ...named } = value as Record<string, unknown>
  if (esmodules === true) return null
  if (typeof browsers === 'string') return [browsers]
  if (Array.isArray(browsers)) return browsers.map(String)
  return Object.entries(named).map(([name, version]) => `${name} ${String(version)}`)
}
