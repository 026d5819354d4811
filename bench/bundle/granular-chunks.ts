/**
 * The granular-chunks rule as a webpack configuration: it takes the project's own and sets `optimization.splitChunks`. It is what Next.js
 * ships and the Chrome team describes ("Improved Next.js and Gatsby page load performance with granular chunking", web.dev, 2020): React
 * in a chunk of its own, each package above 160 kB in one, what two chunks share in one for each set of users, at most 25 requests, none
 * below 20 kB.
 * @param own path of the project's own configuration, relative to this one
 */
export const granularConfiguration = (own: string): string => `const { createHash } = require('node:crypto')
const own = require(${JSON.stringify(own)})

const hash = text => createHash('sha1').update(text).digest('hex').slice(0, 8)

const splitChunks = {
  chunks: 'all',
  maxInitialRequests: 25,
  maxAsyncRequests: 25,
  minSize: 20000,
  cacheGroups: {
    default: false,
    defaultVendors: false,
    framework: {
      name: 'framework',
      test: /[\\\\/]node_modules[\\\\/](?:react|react-dom|scheduler|prop-types|use-subscription)[\\\\/]/,
      priority: 40,
      enforce: true,
    },
    lib: {
      test: module => module.size() > 160000 && /[\\\\/]node_modules[\\\\/]/.test(module.nameForCondition() || ''),
      name: module => 'lib-' + hash(module.libIdent({ context: __dirname }) || module.identifier()),
      priority: 30,
      minChunks: 1,
      reuseExistingChunk: true,
    },
    shared: {
      name: (module, chunks) => 'shared-' + hash(chunks.map(chunk => chunk.name || chunk.id || '').join('+')),
      priority: 10,
      minChunks: 2,
      reuseExistingChunk: true,
    },
  },
}

module.exports = { ...own, optimization: { ...own.optimization, splitChunks } }
`
