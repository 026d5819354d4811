'use strict'

/* Rollup, and Rolldown, which has its interface; Vite builds by one of them. */

const { createRequire } = require('node:module')
const path = require('node:path')
const { fileURLToPath } = require('node:url')

const SHARED = /[\\/]rollup[\\/]dist[\\/]shared[\\/]rollup\.js$/
const PART = /^\.{1,2}\/shared\/rollup(\.js)?$/

const versionAt = manifest => {
  try {
    return String(require(manifest).version)
  } catch {
    return ''
  }
}

/** The version of Vite, seen from the program that runs or from the project. */
function viteVersion() {
  for (const from of [process.argv[1], path.join(process.cwd(), 'package.json')]) {
    try {
      return String(createRequire(from)('vite/package.json').version)
    } catch {}
  }
  return ''
}

/** Chunks may be made on demand by native code: only what is needed is asked for. */
const chunkRecord = chunk => ({
  file: chunk.fileName,
  name: chunk.name,
  entry: chunk.isEntry,
  imports: [...chunk.imports],
  dynamicImports: [...chunk.dynamicImports],
  exports: [...chunk.exports],
  modules: Object.entries(chunk.modules).map(([id, { renderedLength }]) => [id, renderedLength]),
})

const moduleRecord = (context, id) => {
  const info = context.getModuleInfo(id)
  return {
    id,
    imports: [...(info?.importedIds ?? [])],
    dynamicImports: [...(info?.dynamicallyImportedIds ?? [])],
  }
}

function record(context, output, bundle, bundler, plugins) {
  const vite = plugins.some(name => /^vite:/.test(name))
  const { dir, file, format, name, inlineDynamicImports, codeSplitting } = output
  return {
    ...(vite ? { bundler: 'vite', version: viteVersion() } : bundler),
    mode: process.env.NODE_ENV ?? '',
    argv: process.argv.slice(1),
    cwd: process.cwd(),
    folder: path.resolve(dir ?? path.dirname(file ?? '.')),
    format: String(format),
    ...(typeof name === 'string' ? { global: name } : {}),
    oneFile: inlineDynamicImports === true || codeSplitting === false,
    plugins,
    chunks: Object.values(bundle)
      .filter(({ type }) => type === 'chunk')
      .map(chunkRecord),
    modules: [...context.getModuleIds()].map(id => moduleRecord(context, id)),
  }
}

function recorder(bundler, write) {
  let plugins = []
  return {
    name: 'tunewright-statistics',
    buildStart(options) {
      plugins = (options?.plugins ?? []).map(plugin => String(plugin?.name ?? ''))
    },
    writeBundle(output, bundle) {
      write(bundler.bundler, () => record(this, output, bundle, bundler, plugins))
    },
  }
}

const withRecorder = (options, bundler, write) => {
  if (Array.isArray(options)) return options.map(one => withRecorder(one, bundler, write))
  if (options === null || typeof options !== 'object') return options
  const { plugins = [] } = options
  return { ...options, plugins: [...(Array.isArray(plugins) ? plugins : [plugins]), recorder(bundler, write)] }
}

const tap = (build, bundler, write) => {
  const tapped = function buildWithStatistics(options, ...rest) {
    return build.call(this, withRecorder(options, bundler, write), ...rest)
  }
  return Object.assign(tapped, { tunewright: true })
}

/** The functions of a bundler that build, tapped. @param url of its module */
exports.tapped = (library, url, write) => {
  const folder = path.dirname(fileURLToPath(url))
  if (library.rolldown) {
    const bundler = { bundler: 'rolldown', version: versionAt(path.join(folder, '../package.json')) }
    return { rolldown: tap(library.rolldown, bundler, write), build: tap(library.build, bundler, write) }
  }
  const bundler = { bundler: 'rollup', version: versionAt(path.join(folder, '../../package.json')) }
  return { rollup: tap(library.rollup, bundler, write) }
}

/** Of the CommonJS form all ways lead to one file. */
exports.tapRequired = (request, parent, loaded, write) => {
  const file = PART.test(request) ? path.resolve(path.dirname(parent?.filename ?? ''), request) : request
  if (!SHARED.test(/\.js$/.test(file) ? file : `${file}.js`)) return
  if (typeof loaded?.rollup !== 'function' || loaded.rollup.tunewright) return
  const version = versionAt(path.join(path.dirname(file), '../../package.json'))
  loaded.rollup = tap(loaded.rollup, { bundler: 'rollup', version }, write)
}
