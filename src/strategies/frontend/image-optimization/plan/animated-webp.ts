import { encodeAnimation } from '../../../../instruments/images/animation.js'
import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { type PipelineContext, qualityFloor, type WorkPicture } from './encode-pictures.js'
import type { EncodingBudget } from './encoding-budget.js'

/**
 * An animated GIF as animated WebP at the quality floor.
 * @param width pixels across
 * @returns null where no quality is good enough
 */
export const animatedWebp = (
  { file, source, picture }: WorkPicture,
  width: number,
  { context, cache, budget }: { context: PipelineContext; cache: EncodingCache; budget: EncodingBudget },
): Promise<Encoding | null> => {
  const startQuality = context.configuration.formats.webp?.quality ?? 80
  const key = { source: file.hash, width, format: 'webp', animated: true, floor: qualityFloor(context), startQuality }
  return cache.through(key, () => encodeAnimation(source, { ...key, picture, checkpoint: budget.checkpoint }))
}
