'use strict'

/* esbuild by its interface for JavaScript. Its command is a program of its own, into which nothing is loaded. */

const isPlain = value =>
  ['string', 'boolean', 'number'].includes(typeof value) ||
  (Array.isArray(value) && value.every(one => typeof one === 'string'))

/** The options that were given, by name. What is no text, number, truth value or list of texts (`define` holds what may be secret) has no value. */
const givenOptions = options =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, isPlain(value) ? value : null]),
  )

function record(options, metafile, version) {
  return {
    version,
    mode: process.env.NODE_ENV ?? '',
    argv: process.argv.slice(1),
    cwd: options.absWorkingDir ?? process.cwd(),
    platform: options.platform ?? 'browser',
    format: options.format ?? 'iife',
    splitting: options.splitting === true,
    given: givenOptions(options),
    metafile,
  }
}

/** Runs a build that lists what it made; the list is kept from those who did not ask for it. */
const listed = (options, run, version, write) => {
  if (options?.bundle !== true) return run(options)
  const told = result => {
    if (result?.metafile) write('esbuild', () => record(options, result.metafile, version))
    if (result && options.metafile !== true) delete result.metafile
    return result
  }
  const result = run({ ...options, metafile: true })
  return typeof result?.then === 'function' ? result.then(told) : told(result)
}

function tapped(esbuild, write) {
  const version = String(esbuild.version ?? '')
  const functions = {
    build: options => listed(options, asked => esbuild.build(asked), version, write),
    buildSync: options => listed(options, asked => esbuild.buildSync(asked), version, write),
    context: async options => {
      if (options?.bundle !== true || typeof esbuild.context !== 'function') return esbuild.context(options)
      const context = await esbuild.context({ ...options, metafile: true })
      return { ...context, rebuild: () => listed(options, () => context.rebuild(), version, write) }
    },
  }
  // The library's own properties can only be read.
  const result = {}
  for (const name of Object.keys(esbuild).filter(key => key !== 'default' && key !== '__esModule')) {
    const own = Object.hasOwn(functions, name) && typeof esbuild[name] === 'function'
    Object.defineProperty(result, name, { enumerable: true, get: () => (own ? functions[name] : esbuild[name]) })
  }
  Object.defineProperty(result, 'default', { enumerable: true, get: () => result })
  Object.defineProperty(result, '__esModule', { value: true })
  return result
}

/** The file that is esbuild's interface. */
exports.isMain = file => /[\\/]esbuild[\\/]lib[\\/]main\.js$/.test(file)

exports.tapped = tapped
