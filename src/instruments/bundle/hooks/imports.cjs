'use strict'

/*
 * Where Node resolves imports: a bundler that is an ES module is answered by a module of ours that hands on the bundler's own, with the
 * functions that build tapped. Also loaded into the thread of its own in which older versions of Node resolve.
 */

exports.TAPS = 'tunewright:bundler-taps'

const ROLLUP = /\/(?:rollup\/dist\/es\/rollup|rolldown\/dist\/index)\.m?js$/
const MARK = '?tunewright-statistics'

/** What was resolved; a bundler with a mark, except for our own module, which asks for the real one. */
exports.marked = (resolved, { parentURL }) =>
  ROLLUP.test(resolved.url) && !parentURL?.endsWith(MARK)
    ? { ...resolved, url: resolved.url + MARK, format: 'module' }
    : resolved

/** The module that stands in for a marked bundler; undefined for every other. */
exports.standIn = url => {
  if (!url.endsWith(MARK)) return undefined
  const original = JSON.stringify(url.slice(0, -MARK.length))
  const names = /\/rolldown\/[^/]+\/[^/]+$/.test(url.slice(0, -MARK.length)) ? ['rolldown', 'build'] : ['rollup']
  const source = [
    `export * from ${original}`,
    `import * as bundler from ${original}`,
    `const tapped = globalThis[${JSON.stringify(exports.TAPS)}].rollup(bundler, ${original})`,
    ...names.map(name => `export const ${name} = tapped.${name}`),
  ].join('\n')
  return { format: 'module', shortCircuit: true, source }
}

exports.resolve = async (specifier, context, next) => exports.marked(await next(specifier, context), context)

exports.load = async (url, context, next) => exports.standIn(url) ?? next(url, context)
