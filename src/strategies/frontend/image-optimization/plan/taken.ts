import type { Picture } from '../../../../instruments/images/inspect.js'
import type { Encoding } from '../../../../instruments/images/search.js'

/** e.g. `lamp.jpg (photograph): avif lossy at 46 to 52, webp lossless`: how each format saves its bytes. */
export const taken = (
  file: string,
  picture: Pick<Picture, 'kind'>,
  encodings: readonly Pick<Encoding, 'format' | 'lossless' | 'quality'>[],
): string => {
  const formats = [...new Set(encodings.map(e => e.format))].map(format => {
    const of = encodings.filter(e => e.format === format)
    const qualities = of.filter(e => !e.lossless).map(e => e.quality)
    const [least, most] = [Math.min(...qualities), Math.max(...qualities)]
    const lossy = `lossy at ${least === most ? least : `${least} to ${most}`}`
    return `${format} ${qualities.length === 0 ? 'lossless' : qualities.length < of.length ? `lossless or ${lossy}` : lossy}`
  })
  return `${file} (${picture.kind}): ${formats.join(', ')}`
}
