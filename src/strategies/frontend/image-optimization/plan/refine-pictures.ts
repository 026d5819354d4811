import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import { isRefinable, refineEncoding } from '../../../../instruments/images/refine.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { PICTURES_AT_ONCE } from '../../../../instruments/images/unoptimized.js'
import { mapBounded } from '../../../../system/map-bounded.js'
import type { PipelineContext, WorkPicture } from './encode-pictures.js'
import type { EncodedPicture, Source } from './encoded-picture.js'
import { stopIfCancelled } from './encoding-budget.js'

/** Milliseconds that a session needs to prove two or three changes: none of them is spent on encoding. */
const PROOFS = 15 * 60_000
/** Of a session's time beyond that, what an encoder that looks harder may take. */
const SHARE = 0.1
/** A million pixels take the encoder so long, in one of the two at once: three encodings, 13 s each. */
const MILLISECONDS_PER_PIXEL = 40_000 / 1e6

interface Pending {
  readonly picture: EncodedPicture
  readonly encoding: Encoding
}

/** Pixels for which there is time: counted and not timed, so that a change that is made again makes the same files, on a busy machine too. */
export const refinablePixels = (timeBudget: number): number =>
  (Math.max(0, timeBudget - PROOFS) * SHARE * PICTURES_AT_ONCE) / MILLISECONDS_PER_PIXEL

/** What visitors wait for first, then what weighs most. */
const byWorth = (a: Pending, b: Pending): number =>
  Number(isSeenFirst(b.picture)) - Number(isSeenFirst(a.picture)) || b.encoding.bytes - a.encoding.bytes

const isSeenFirst = ({ showings }: EncodedPicture): boolean =>
  showings.some(({ image }) => image.isLcp || image.inFirstView)

/**
 * The encodings that most browsers will take, once more from an encoder that takes its time, as far as the session's time allows. It is done
 * for a change that is really made, not for one that is only proposed.
 */
export const refinePictures = async (
  encoded: readonly EncodedPicture[],
  works: readonly WorkPicture[],
  floor: number,
  { context, cache }: { context: PipelineContext; cache: EncodingCache },
): Promise<readonly EncodedPicture[]> => {
  let left = refinablePixels(context.timeBudget)
  const chosen = encoded
    .flatMap(picture => (picture.modern[0]?.files ?? []).map(({ encoding }): Pending => ({ picture, encoding })))
    .filter(({ encoding }) => isRefinable(encoding))
    .sort(byWorth)
    .filter(({ encoding: { width, height } }) => {
      const fits = width * height <= left
      if (fits) left -= width * height
      return fits
    })
  const sources = new Map(works.map(work => [work.file.hash, work]))
  const refined = new Map<Encoding, Encoding>()
  let done = 0
  if (chosen.length > 0) context.progress(`encoding more thoroughly (${chosen.length} in all)`)
  await mapBounded(chosen, PICTURES_AT_ONCE, async ({ picture, encoding }) => {
    const { source, file } = sources.get(picture.file.hash)!
    const request = { source, hash: file.hash, picture: picture.picture, floor }
    // Passed before each of a picture's encodings, which take most of a minute.
    const checkpoint = () => {
      stopIfCancelled(context.signal)
      context.progress(`encoding more thoroughly, ${done} of ${chosen.length} done: ${file.path}`)
    }
    refined.set(encoding, await refineEncoding(encoding, { ...request, checkpoint }, cache))
    context.progress(`encoded more thoroughly, ${++done} of ${chosen.length}: ${file.path}`)
  })
  const replace = (source: Source): Source => ({
    ...source,
    files: source.files.map(file => ({ ...file, encoding: refined.get(file.encoding) ?? file.encoding })),
  })
  return encoded.map(picture => ({ ...picture, modern: picture.modern.map(replace) }))
}
