import type { EsBuild } from './es-build.js'

const INLINE_MAP = /\/\/[#@] sourceMappingURL=data:/

const POLYFILL = /[\\/]node_modules[\\/](core-js|@babel[\\/]polyfill|es6-shim)[\\/]/

/** Own goals that the output shows, and what a split could trip over, in words. */
export const esHazards = (
  { bundler, mode, splits, modules }: EsBuild,
  texts: ReadonlyMap<string, Buffer>,
): string[] => {
  const found: string[] = []
  if (mode === 'development')
    found.push('The build runs with NODE_ENV=development: libraries come with their warnings and checks.')
  if (!splits) {
    found.push(
      bundler === 'esbuild'
        ? 'esbuild runs without `splitting`: what import() names is in the one file that every page loads.'
        : 'The output is one file: what import() names is in what every page loads.',
    )
  }
  if ([...texts.values()].some(text => INLINE_MAP.test(text.toString('latin1'))))
    found.push('Source maps are inside the code that visitors load.')
  if ([...modules.keys()].some(name => POLYFILL.test(name)))
    found.push('Polyfills (core-js or the like) are part of the bundle.')
  return found
}
