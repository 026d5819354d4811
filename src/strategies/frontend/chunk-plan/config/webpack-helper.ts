import type { ChunkPlan } from '../plan/plan.js'
import { placeOfSource } from './place-of.js'

/**
 * The text of the helper beside a configuration of webpack 5: CommonJS, which every form of configuration can load. Its groups have no names:
 * webpack then makes a file of each for each set of chunks that need it, so that no page loads what it does not need, whatever is
 * imported where later.
 *
 * @param root path from the helper's folder to the package root: `.` or `../…`
 */
export const webpackHelperSource = (plan: ChunkPlan, root: string): string => `'use strict'

// Says which modules this project's scripts are cut into: what is loaded by the same pages and changes about as often lies in one file.
// The webpack configuration beside it passes what it exports through withChunkPlan().

const { resolve } = require('node:path')

const ROOT = resolve(__dirname, ${JSON.stringify(root)}).replaceAll('\\\\', '/')

${placeOfSource(plan)}
/** Style sheets stay where they are: their order counts. */
const isScript = module => typeof module.type !== 'string' || /^(javascript|json)/.test(module.type)

const groupFor = name => ({
  test: module => isScript(module) && placeOf((module.nameForCondition && module.nameForCondition()) || '', ROOT) === name,
  name: false,
  chunks: 'all',
  minChunks: 1,
  priority: 1000,
  enforce: true,
  reuseExistingChunk: false,
})

function extended(config) {
  if (/node|electron-main/.test(String(config.target)) || config.mode === 'development') return config
  const optimization = config.optimization || {}
  // A configuration that cuts nothing says so to webpack's own groups; ours are there all the same.
  const given = optimization.splitChunks === false ? { cacheGroups: { default: false, defaultVendors: false } } : optimization.splitChunks || {}
  return {
    ...config,
    optimization: {
      ${plan.runtimeApart ? "runtimeChunk: 'single',\n      " : ''}...optimization,
      splitChunks: {
        ...given,
        cacheGroups: {
          ...given.cacheGroups,
          ...Object.fromEntries(chunks.map(({ name }) => ['planned-' + name, groupFor(name)])),
        },
      },
    },
  }
}

/** Takes whatever webpack takes: an object, a function, a promise, or a list of them. */
function withChunkPlan(exported) {
  if (typeof exported === 'function') return (...args) => withChunkPlan(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withChunkPlan)
  if (Array.isArray(exported)) {
    const { parallelism } = exported
    return Object.assign(exported.map(withChunkPlan), parallelism === undefined ? {} : { parallelism })
  }
  return extended(exported)
}

module.exports = { withChunkPlan }
`
