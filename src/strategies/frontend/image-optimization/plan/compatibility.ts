import browserslist from 'browserslist'
import { feature as unpack } from 'caniuse-lite'
import avif from 'caniuse-lite/data/features/avif.js'
import h264 from 'caniuse-lite/data/features/mpeg4.js'
import webm from 'caniuse-lite/data/features/webm.js'
import webp from 'caniuse-lite/data/features/webp.js'
import type { RasterFormat } from '../../../../instruments/images/inspect.js'

type Stats = Readonly<Record<string, Readonly<Record<string, string>>>>

const SUPPORT: Partial<Record<RasterFormat, Stats>> = {
  avif: unpack(avif).stats,
  webp: unpack(webp).stats,
}

/**
 * The share (0–1, by use worldwide) of the project's supported browsers that can show pictures of a format: what is shown
 * where no better source is understood. The project's own browserslist counts, else the defaults.
 */
export const shareThatShows = (format: RasterFormat, root: string): number => {
  const stats = SUPPORT[format]
  return stats === undefined ? (format === 'tiff' ? 0 : 1) : shareWith([stats], root)
}

/** The share that can play one of two videos: H.264 in MP4, or VP9 in WebM. */
export const shareThatPlays = (root: string): number => shareWith([unpack(h264).stats, unpack(webm).stats], root)

const shareWith = (able: readonly Stats[], root: string): number => {
  const browsers = browserslist(undefined, { path: root, ignoreUnknownVersions: true })
  const all = browserslist.coverage(browsers)
  const some = browserslist.coverage(browsers.filter(browser => able.some(stats => supports(stats, browser))))
  return all === 0 ? 1 : some / all
}

const supports = (stats: Stats, browser: string): boolean => {
  const [name = '', version = ''] = browser.split(' ')
  return stats[name]?.[version]?.startsWith('y') ?? false
}
