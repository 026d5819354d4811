import browserslist from 'browserslist'
import { feature as unpack } from 'caniuse-lite'
import avif from 'caniuse-lite/data/features/avif.js'
import webp from 'caniuse-lite/data/features/webp.js'
import type { RasterFormat } from '../../../../instruments/images/inspect.js'

const SUPPORT: Partial<Record<RasterFormat, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  avif: unpack(avif).stats,
  webp: unpack(webp).stats,
}

/**
 * The share (0–1, by use worldwide) of the project's supported browsers that can show pictures of a format: what is shown
 * where no better source is understood. The project's own browserslist counts, else the defaults.
 */
export const shareThatShows = (format: RasterFormat, root: string): number => {
  const stats = SUPPORT[format]
  if (stats === undefined) return format === 'tiff' ? 0 : 1
  const browsers = browserslist(undefined, { path: root, ignoreUnknownVersions: true })
  const all = browserslist.coverage(browsers)
  const able = browserslist.coverage(browsers.filter(browser => supports(stats, browser)))
  return all === 0 ? 1 : able / all
}

const supports = (stats: Readonly<Record<string, Readonly<Record<string, string>>>>, browser: string): boolean => {
  const [name = '', version = ''] = browser.split(' ')
  return stats[name]?.[version]?.startsWith('y') ?? false
}
