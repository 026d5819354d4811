'use strict'

/* webpack 4 and 5: every compiler that runs tells its statistics when it is done. */

const path = require('node:path')

const COMPILER_REQUEST = /^\.\/Compiler(\.js)?$/
/** Also under another name, by which a project can have two of them. */
const WEBPACK_LIBRARY = /[\\/]webpack[\w.-]*[\\/]lib[\\/][^\\/]+\.js$/
/** Next.js brings webpack in one file, which hands out its parts. */
const BUNDLED_REQUEST = /^\.\/bundle[45](\.js)?$/
const BUNDLED_LIBRARY = /[\\/]next[\\/]dist[\\/]compiled[\\/]webpack[\\/][^\\/]+\.js$/

/** Functions, patterns and instances as text: enough to see what was configured. */
function plain(value, depth = 0) {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return value
  if (value instanceof RegExp || typeof value === 'bigint') return String(value)
  if (typeof value === 'function') return `[function ${value.name}]`
  if (Array.isArray(value)) return depth > 6 ? [] : value.map(item => plain(item, depth + 1))
  if (typeof value !== 'object') return null
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return `[${nameOf(value)}]`
  if (depth > 6) return {}
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]))
}

function nameOf(plugin) {
  return typeof plugin === 'function' ? plugin.name : (plugin?.constructor?.name ?? '')
}

function pluginRecord(plugin) {
  const name = nameOf(plugin)
  if (name === 'MiniCssExtractPlugin') {
    const { filename, chunkFilename } = { ...plugin.options }
    return { name, options: plain({ filename, chunkFilename }) }
  }
  if (name !== 'HtmlWebpackPlugin') return { name }
  const { template, filename, chunks, excludeChunks, inject, publicPath } = { ...plugin.options, ...plugin.userOptions }
  return { name, options: plain({ template, filename, chunks, excludeChunks, inject, publicPath }) }
}

/** Project files that this process has loaded: among them is the configuration, whatever its name. */
function loadedFiles() {
  return Object.keys(require.cache).filter(
    file => !/[\\/]node_modules[\\/]/.test(file) && path.dirname(file) !== __dirname,
  )
}

function resolvedOptions(options) {
  const { output = {}, optimization = {} } = options
  return {
    mode: options.mode ?? 'production',
    target: plain(options.target),
    devtool: plain(options.devtool),
    context: options.context,
    entry: plain(options.entry),
    alias: plain(options.resolve?.alias ?? {}),
    output: plain({
      path: output.path,
      publicPath: output.publicPath,
      filename: output.filename,
      chunkFilename: output.chunkFilename,
      clean: output.clean,
    }),
    optimization: {
      minimize: optimization.minimize === true,
      minimizer: (optimization.minimizer ?? []).map(nameOf),
      splitChunks: plain(optimization.splitChunks),
      runtimeChunk: plain(optimization.runtimeChunk),
    },
    plugins: (options.plugins ?? []).filter(Boolean).map(pluginRecord),
  }
}

function record(compiler, stats) {
  const options = compiler.options
  const { platform } = compiler
  const target = String(options.target ?? 'web')
  return {
    webpackVersion: versions.get(compiler)?.() ?? '',
    name: compiler.name ?? options.name ?? '',
    browser: platform ? platform.web !== false && platform.node !== true : !/node|electron-main/.test(target),
    failed: stats.hasErrors(),
    argv: process.argv.slice(1),
    cwd: process.cwd(),
    loadedFiles: loadedFiles(),
    options: resolvedOptions(options),
    stats: stats.toJson({
      ids: true,
      assets: true,
      chunks: true,
      chunkModules: false,
      chunkOrigins: false,
      modules: true,
      nestedModules: true,
      orphanModules: true,
      runtimeModules: false,
      reasons: true,
      depth: true,
      entrypoints: true,
      children: true,
      source: false,
      usedExports: false,
      providedExports: false,
      optimizationBailout: false,
      performance: false,
      errors: false,
      warnings: false,
      logging: false,
      timings: false,
      // webpack 4 shows fifteen modules unless told otherwise.
      maxModules: Number.POSITIVE_INFINITY,
    }),
  }
}

/** Of each compiler that runs: a build may use more than one webpack. */
const versions = new WeakMap()

/** @param version tells the version of the webpack that this compiler belongs to */
function tap(Compiler, version, write) {
  const run = Compiler?.prototype?.run
  if (typeof run !== 'function' || run.tunewright) return
  const patched = function runWithStatistics(...args) {
    if (!versions.has(this)) {
      versions.set(this, version)
      this.hooks.done.tap({ name: 'TunewrightStatistics', stage: 1000 }, stats =>
        write('webpack', () => record(this, stats)),
      )
    }
    return run.apply(this, args)
  }
  patched.tunewright = true
  Compiler.prototype.run = patched
}

exports.tapRequired = (request, parent, loaded, write) => {
  const from = parent?.filename ?? ''
  if (COMPILER_REQUEST.test(request) && WEBPACK_LIBRARY.test(from)) {
    const manifest = path.join(path.dirname(from), '..', 'package.json')
    tap(loaded, () => String(require(manifest).version), write)
  } else if (BUNDLED_REQUEST.test(request) && BUNDLED_LIBRARY.test(from) && typeof loaded === 'function') {
    const { webpack } = loaded()
    tap(webpack?.Compiler, () => String(webpack.version), write)
  }
}
