import type * as t from '@babel/types'
import browserslist from 'browserslist'
import type { ReadableWorkspace } from '../../model/change.js'
import { browsersOf, narrowed } from './browsers.js'
import { literalOf, propertyAt, type Replacement, treeOf } from './literals.js'

/** The browsers that a project says it serves, where it says so. */
export interface Statement {
  /** The file, for people. */
  readonly place: string
  readonly queries: readonly string[]
  /** null where the list cannot be read. */
  readonly browsers: readonly string[] | null
  /** The file without browsers that cannot load a module; null where it is not written in a way that can be edited. */
  narrow(): Replacement | null
}

const narrowedTo = (path: string, queries: readonly string[]): string =>
  `${path}: the browsers are ${queries.join(', ')}`

const RC = ['.browserslistrc', 'browserslist']

const listed = (value: unknown): readonly string[] | null => {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) && value.every(one => typeof one === 'string') ? value : null
}

const inPackage = (text: string): Statement | null => {
  const property = propertyAt(treeOf('package.json', text), ['browserslist'])
  if (!property) return null
  const production = property.value.type === 'ObjectExpression' ? propertyAt(property.value, ['production']) : undefined
  const node: t.Node = (production ?? propertyAt(property.value, ['defaults']) ?? property).value
  const queries = listed(literalOf(node)) ?? []
  return {
    place: 'package.json',
    queries,
    browsers: browsersOf(queries),
    narrow: () => {
      const left = narrowed(queries)
      if (left.length === 0) return null
      const lines = text.slice(node.start!, node.end!)
      const indent = /\n(\s+)"/.exec(lines)?.[1]
      const end = /\n(\s*)\]$/.exec(lines)?.[1] ?? ''
      const items = left.map(one => JSON.stringify(one))
      const list = indent === undefined ? `[${items.join(', ')}]` : `[\n${indent}${items.join(`,\n${indent}`)}\n${end}]`
      return {
        path: 'package.json',
        start: node.start!,
        end: node.end!,
        text: list,
        detail: narrowedTo('package.json', left),
      }
    },
  }
}

const inFile = (path: string, text: string): Statement => {
  const sections = browserslist.parseConfig(text) as Record<string, string[]>
  const queries = sections.production ?? sections.defaults ?? []
  return {
    place: path,
    queries,
    browsers: browsersOf(queries),
    // With sections or comments between, what belongs to what is not worth guessing.
    narrow: () => {
      const left = narrowed(queries)
      if (/[[#]/.test(text) || left.length === 0) return null
      return { path, start: 0, end: text.length, text: `${left.join('\n')}\n`, detail: narrowedTo(path, left) }
    },
  }
}

/** @returns null where the project has no list of browsers */
export const statementOf = async (packageText: string, workspace: ReadableWorkspace): Promise<Statement | null> => {
  for (const path of RC) if (await workspace.exists(path)) return inFile(path, await workspace.readText(path))
  return inPackage(packageText)
}
