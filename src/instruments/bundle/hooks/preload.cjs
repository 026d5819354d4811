'use strict'

/*
 * Preloaded into every Node process of a target's build (NODE_OPTIONS=--require): whichever tool starts a bundler, and however it
 * is configured, each finished build adds one line of JSON to the file named by TUNEWRIGHT_BUNDLE_STATISTICS. It changes nothing in
 * the build, and a failure in here never fails the build.
 */

const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { isMainThread } = require('node:worker_threads')
const esbuild = require('./esbuild.cjs')
const imports = require('./imports.cjs')
const rollup = require('./rollup.cjs')
const webpack = require('./webpack.cjs')

const statisticsFile = process.env.TUNEWRIGHT_BUNDLE_STATISTICS

const ESBUILD = 'tunewright:esbuild'

/** They start builds and are none, and every process that watches its imports starts more slowly. */
const PACKAGE_MANAGER = /[\\/](npm-cli|npx-cli|yarn|yarnpkg|pnpm|pnpx|corepack)\.[cm]?js$/

function write(tool, record) {
  try {
    fs.appendFileSync(statisticsFile, `${JSON.stringify({ tool, ...record() })}\n`)
  } catch (error) {
    process.emitWarning(`the statistics of ${tool} were not written: ${error.message}`)
  }
}

/** Bundlers whose functions can be replaced in what is loaded. */
function watchRequires() {
  const taps = [webpack.tapRequired, rollup.tapRequired]
  // Loaders of TypeScript and Babel replace Module._extensions; what passes through _load they leave alone.
  const load = Module._load
  Module._load = function loadAndTap(request, parent, ...rest) {
    const loaded = load.call(this, request, parent, ...rest)
    for (const tap of taps) {
      try {
        tap(request, parent, loaded, write)
      } catch {
        // What cannot be tapped is built without statistics.
      }
    }
    return loaded
  }
}

/** esbuild's properties can only be read, and what imports it takes them as they are when it has run: so its own last line hands out others. */
function watchCompiles() {
  globalThis[ESBUILD] = library => {
    try {
      return esbuild.tapped(library, write)
    } catch {
      return library
    }
  }
  const compile = Module.prototype._compile
  Module.prototype._compile = function compileAndTap(content, file, ...rest) {
    const last = `\n;module.exports = globalThis[${JSON.stringify(ESBUILD)}](module.exports)\n`
    return compile.call(this, esbuild.isMain(file) ? content + last : content, file, ...rest)
  }
}

/** Bundlers that are ES modules: they are loaded by another module that hands on the same, tapped. */
function watchImports() {
  globalThis[imports.TAPS] = { rollup: (library, url) => rollup.tapped(library, url, write) }
  if (typeof Module.registerHooks === 'function') {
    Module.registerHooks({
      resolve: (specifier, context, next) => imports.marked(next(specifier, context), context),
      load: (url, context, next) => imports.standIn(url) ?? next(url, context),
    })
  } else if (typeof Module.register === 'function') {
    Module.register(pathToFileURL(path.join(__dirname, 'imports.cjs')).href)
  }
}

if (statisticsFile && !PACKAGE_MANAGER.test(process.argv[1] ?? '')) {
  watchRequires()
  watchCompiles()
  if (isMainThread) watchImports()
}
