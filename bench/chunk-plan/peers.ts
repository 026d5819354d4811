import { granularConfiguration } from '../bundle/granular-chunks.js'

/**
 * How Next.js cuts today: the framework and large libraries as in the granular rule, the rest by webpack's own groups, which keep packages and
 * own code apart and share what two chunks have in common. Pages and the entry are cut alike here, where Next.js leaves its own entry whole.
 */
const nextConfiguration = (own: string): string => `const { createHash } = require('node:crypto')
const own = require(${JSON.stringify(own)})

const hash = text => createHash('sha1').update(text).digest('hex').slice(0, 8)

const splitChunks = {
  chunks: 'all',
  maxInitialRequests: 25,
  minSize: 20000,
  cacheGroups: {
    framework: {
      chunks: 'all',
      name: 'framework',
      test: /[\\\\/]node_modules[\\\\/](?:react|react-dom|scheduler|prop-types|use-subscription)[\\\\/]/,
      priority: 40,
      enforce: true,
    },
    lib: {
      test: module =>
        !(module.type || '').startsWith('css') &&
        module.size() > 160000 &&
        /node_modules[/\\\\]/.test(module.nameForCondition() || ''),
      name: module => hash(module.libIdent({ context: __dirname })),
      priority: 30,
      minChunks: 1,
      reuseExistingChunk: true,
    },
  },
}

module.exports = { ...own, optimization: { ...own.optimization, splitChunks } }
`

/** Next.js has webpack's runtime in a file of its own with either. */
const withRuntimeApart = (configuration: string): string =>
  `${configuration}\nmodule.exports.optimization.runtimeChunk = { name: 'webpack' }\n`

/** The granular rule for Rollup, which puts what several chunks share into files of their own by itself. */
const granularVite = (own: string): string => `import own from ${JSON.stringify(own)}

const PACKAGES = /[\\\\/]node_modules[\\\\/]/
const FRAMEWORK = /[\\\\/]node_modules[\\\\/](?:vue|@vue[\\\\/][^\\\\/]+)[\\\\/]/

const manualChunks = (id, { getModuleInfo }) => {
  if (FRAMEWORK.test(id)) return 'framework'
  const large = PACKAGES.test(id) && (getModuleInfo(id)?.code?.length ?? 0) > 160000
  return large ? 'lib-' + id.split(PACKAGES).at(-1).replace(/\\W+/g, '-') : undefined
}

export default { ...own, build: { ...own.build, rollupOptions: { output: { manualChunks } } } }
`

/** Other ways to cut: each the text of a configuration that takes the project's own, by the bundler's name. */
export const PEERS = {
  webpack: {
    'granular chunks': (own: string) => withRuntimeApart(granularConfiguration(own)),
    'as Next.js today': (own: string) => withRuntimeApart(nextConfiguration(own)),
  },
  vite: { 'granular chunks': granularVite },
} as const satisfies Record<string, Readonly<Record<string, (own: string) => string>>>
