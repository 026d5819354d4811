import type { ChunkPlan } from '../plan/plan.js'
import { placeOfSource } from './place-of.js'

/**
 * The text of the helper beside a configuration of Vite, by Rollup or by Rolldown.
 *
 * @param root path from the helper's folder to the package root: `.` or `../…`
 */
export const viteHelperSource = (
  plan: ChunkPlan,
  root: string,
): string => `// Says which modules this project's scripts are cut into: what is loaded by the same pages and changes about as often lies in one file.
// The configuration of Vite beside it passes what it exports through withChunkPlan().

import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL(${JSON.stringify(`${root}/`)}, import.meta.url)).replaceAll('\\\\', '/').replace(/\\/$/, '')

${placeOfSource(plan)}
/** The bundler's own helpers, which belong to no file: every page has them. */
const isHelper = id => id.startsWith('\\0') && !/[\\\\/]node_modules[\\\\/]/.test(id) && !id.slice(1).startsWith(ROOT)

const chunkOf = id => (isHelper(id) ? ${JSON.stringify(plan.common)} : placeOf(id, ROOT))

function chunkPlanPlugin() {
  let cuts = true
  return {
    name: 'chunk-plan',
    apply: 'build',
    configResolved(config) {
      cuts = !config.build.ssr && !config.build.lib
    },
    outputOptions(options) {
      if (!cuts) return null
      if (this.meta.rolldownVersion)
        return {
          ...options,
          strictExecutionOrder: true,
          codeSplitting: { groups: [{ name: chunkOf, includeDependenciesRecursively: false }] },
        }
      return { ...options, manualChunks: id => chunkOf(id) }
    },
  }
}

/** Takes whatever Vite takes: an object, a function, or a promise. */
export function withChunkPlan(exported) {
  if (typeof exported === 'function') return (...args) => withChunkPlan(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withChunkPlan)
  return { ...exported, plugins: [...(exported.plugins || []), chunkPlanPlugin()] }
}
`
