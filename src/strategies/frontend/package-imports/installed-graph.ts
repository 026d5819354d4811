import { posix } from 'node:path'
import type { ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import { requiredModule } from '../../source/origins.js'
import { parseSource, traverse } from '../../source/parse.js'
import { type ReadInstalled, resolveInstalled } from './package-members.js'

/** Relative files that an installed file loads. */
const loads = async (path: string, read: ReadInstalled): Promise<string[]> => {
  const file = parseSource(path, await read(path))
  if (!file) return []
  const specifiers = new Set(file.imports.map(({ specifier }) => specifier))
  traverse(file.ast, {
    CallExpression({ node }) {
      const required = requiredModule(node)
      if (required) specifiers.add(required)
    },
  })
  const found: string[] = []
  for (const specifier of specifiers) {
    const target = specifier.startsWith('.') ? await resolveInstalled(path, specifier, read) : null
    if (target !== null) found.push(posix.normalize(target))
  }
  return found
}

/** These files and all of their package that they load, themselves included. */
export const loadedWith = async (files: readonly string[], read: ReadInstalled): Promise<Set<string>> => {
  const seen = new Set(files)
  const queue = [...files]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const next of await loads(path, read)) {
      if (seen.has(next)) continue
      seen.add(next)
      queue.push(next)
    }
  }
  return seen
}

/**
 * What files weigh in the output: those that are in the bundle as they do now, others by the share of their text that is left of what stands
 * for them now.
 */
export const weighFiles = async (
  files: Iterable<string>,
  graph: ModuleGraph,
  instead: string,
  read: ReadInstalled,
): Promise<number> => {
  const whole = await read(instead)
  const share = whole === '' ? 1 : (graph.modules.get(instead)?.parsedSize ?? 0) / whole.length
  let bytes = 0
  for (const path of files) bytes += graph.modules.get(path)?.parsedSize ?? (await read(path)).length * share
  return Math.round(bytes)
}
