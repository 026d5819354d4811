import type { PictureOutcome } from '../../../../model/actuator.js'
import type { EncodedPicture } from './encoded-picture.js'
import type { Replacement } from './in-place.js'
import type { Rewriting } from './rewrite-project.js'

/** What a change does to how many pictures: every statement about it rests on these. */
export interface Counts {
  /** Offered in formats that not every browser has, the old file beside them. */
  readonly modern: number
  /** Offered in other sizes only, in a format every browser has, the old file beside them. */
  readonly sized: number
  /** Asked of the image CDN. */
  readonly delivered: number
  /** Re-encoded under their own names: the originals are gone from the working tree. */
  readonly inPlace: number
  /** Shown under another name in WebP, the old file beside it. */
  readonly renamed: number
  /** Those of `renamed` that could be re-encoded under their own names as well. */
  readonly reencodable: number
  /** Those of `renamed` that move. */
  readonly moving: number
  /** Animated GIFs shown as videos. */
  readonly films: number
  /** Drawings (SVG) that are minified. */
  readonly drawings: number
  /** Those of `inPlace` that have fewer pixels than before. */
  readonly narrowed: number
  /** Videos that are fetched when they are played. */
  readonly videos: number
  /** Places in markup that now load lazily. */
  readonly lazy: number
  /** Pictures with files of a format, the format as encoders name it (`avif`). */
  readonly byFormat: ReadonlyMap<string, number>
}

export const countChange = (
  { used, details }: Pick<Rewriting, 'used' | 'details'>,
  replacements: readonly Replacement[],
  renamed: readonly Pick<Replacement, 'work'>[],
  films: number,
  drawings: number,
  pictures: readonly PictureOutcome[],
): Counts => {
  const outputsOf = new Map(pictures.map(picture => [picture.source, picture.outputs]))
  const delivered = [...used].filter(isDelivered)
  const offered = [...used].filter(picture => !isDelivered(picture))
  const modern = offered.filter(({ file }) => outputsOf.get(file.path)?.some(o => MODERN.includes(o.format)))
  const formats = pictures.flatMap(({ outputs }) => [...new Set(outputs.map(o => o.format))])
  // One that is offered elsewhere is counted there.
  const elsewhere = renamed.filter(({ work }) => ![...used].some(u => u.file.hash === work.file.hash))
  return {
    modern: modern.length,
    sized: offered.length - modern.length,
    delivered: delivered.length,
    inPlace: replacements.length,
    moving: elsewhere.filter(({ work }) => work.animated !== undefined).length,
    films,
    drawings,
    renamed: elsewhere.length,
    reencodable: elsewhere.filter(({ work }) => work.picture.format === 'jpeg' || work.picture.format === 'png').length,
    narrowed: replacements.filter(({ work, encoding }) => encoding.width < work.picture.width).length,
    videos: details.filter(detail => detail.endsWith('is fetched when it is played')).length,
    lazy: details.filter(detail => detail.includes('loading=lazy')).length,
    byFormat: new Map(formats.map(format => [format, formats.filter(f => f === format).length])),
  }
}

const MODERN: readonly string[] = ['avif', 'webp']

const isDelivered = ({ modern }: EncodedPicture): boolean =>
  modern.some(source => source.files.some(file => file.address !== undefined))
