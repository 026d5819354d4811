import { feature as unpack } from 'caniuse-lite'
import array from 'caniuse-lite/data/features/array-flat.js'
import includes from 'caniuse-lite/data/features/array-includes.js'
import classList from 'caniuse-lite/data/features/classlist.js'
import es6 from 'caniuse-lite/data/features/es6.js'
import generators from 'caniuse-lite/data/features/es6-generators.js'
import fetchFeature from 'caniuse-lite/data/features/fetch.js'
import intersection from 'caniuse-lite/data/features/intersectionobserver.js'
import entries from 'caniuse-lite/data/features/object-entries.js'
import values from 'caniuse-lite/data/features/object-values.js'
import pad from 'caniuse-lite/data/features/pad-start-end.js'
import finallyFeature from 'caniuse-lite/data/features/promise-finally.js'
import promises from 'caniuse-lite/data/features/promises.js'
import parameters from 'caniuse-lite/data/features/urlsearchparams.js'
import type { ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import { supports } from '../../build-config/browsers.js'
import { lineOf, type SourceFile } from '../../source/parse.js'

const REGENERATOR = 'regenerator-runtime/runtime'

/** Modules that are imported for what they add where it is missing, with what that is. */
const ADDS: Readonly<Record<string, readonly unknown[]>> = {
  'whatwg-fetch': [fetchFeature],
  'isomorphic-fetch': [fetchFeature],
  'promise-polyfill/src/polyfill': [promises, finallyFeature],
  'es6-promise/auto': [promises],
  'es6-shim': [es6, promises],
  'intersection-observer': [intersection],
  'url-search-params-polyfill': [parameters],
  'classlist-polyfill': [classList],
  'regenerator-runtime': [generators],
  [REGENERATOR]: [generators],
  'array-flat-polyfill': [array],
  '@babel/polyfill': [es6, promises, finallyFeature, generators, includes, array, values, entries, pad],
  'babel-polyfill': [es6, promises, generators, includes, values, entries, pad],
}

export interface UnneededPolyfill {
  readonly file: SourceFile
  readonly specifier: string
  readonly start: number
  readonly end: number
  readonly line: number
}

/** Imports of polyfills that none of these browsers makes use of. */
export const unneededPolyfills = (
  files: Iterable<SourceFile>,
  browsers: readonly string[],
  callsRegenerator: boolean,
): readonly UnneededPolyfill[] =>
  [...files].flatMap(file =>
    file.imports.flatMap(({ specifier, bindings, node }) => {
      const features = Object.hasOwn(ADDS, specifier) ? ADDS[specifier]! : null
      if (features === null || node.type !== 'ImportDeclaration' || bindings.length > 0) return []
      if (callsRegenerator && features.includes(generators)) return []
      if (!features.every(one => browsers.every(browser => supports(unpack(one).stats, browser)))) return []
      const end = /^[^\n]*\n/.exec(file.text.slice(node.end!))?.[0] ?? ''
      const wholeLine = end.trim() === '' ? node.end! + end.length : node.end!
      return [{ file, specifier, start: node.start!, end: wholeLine, line: lineOf(node) }]
    }),
  )

/** Code that a compiler has written to be run by regenerator. */
export const CALLS_REGENERATOR = /\bregeneratorRuntime\s*\.\s*(mark|wrap|async)\b/

const HELPERS =
  /^node_modules\/(?:.*\/node_modules\/)?(core-js|core-js-pure|regenerator-runtime|@babel\/runtime|@babel\/runtime-corejs[23]|@babel\/polyfill|tslib|@swc\/helpers|es6-shim)\//

/** Bytes of polyfills and of helpers for older language in the output. */
export const helperBytes = (graph: ModuleGraph): number =>
  graph.weigh([...graph.modules.keys()].filter(path => HELPERS.test(path)))
