import type { InlinedFile } from './data-urls.js'

/** `12.3 kB` */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

const NAMES: Readonly<Record<InlinedFile['kind'], readonly [one: string, several: string]>> = {
  font: ['font', 'fonts'],
  picture: ['picture', 'pictures'],
  media: ['film or sound', 'films or sounds'],
}

/** `30 fonts (900.1 kB) and 1 picture (40.2 kB)` */
export const inWords = (files: readonly InlinedFile[]): string =>
  (Object.keys(NAMES) as InlinedFile['kind'][])
    .flatMap(kind => {
      const own = files.filter(one => one.kind === kind)
      const bytes = own.reduce((sum, one) => sum + one.bytes, 0)
      return own.length === 0 ? [] : [`${own.length} ${NAMES[kind][own.length === 1 ? 0 : 1]} (${kilobytes(bytes)})`]
    })
    .join(' and ')
