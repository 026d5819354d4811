import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import type { Encoding, SearchOptions } from '../../../../instruments/images/search.js'
import { encodeVariants } from '../../../../instruments/images/variants.js'
import { compressionOf, type PipelineContext, qualityFloor, type WorkPicture } from './encode-pictures.js'
import type { EncodingBudget } from './encoding-budget.js'
import { type IsCode, smallestFile } from './put-into-code.js'

interface Request extends Pick<SearchOptions, 'format' | 'startQuality' | 'progressive'> {
  /** Pixels. */
  readonly width: number
  readonly isCode: IsCode
  readonly context: PipelineContext
  readonly cache: EncodingCache
  readonly budget: EncodingBudget
}

/** The smallest encoding of a picture at one width that looks good enough and stays a file; undefined where there is none. */
export const encodeAsFile = (
  { file, picture, source }: WorkPicture,
  { width, isCode, context, cache, budget, ...search }: Request,
): Promise<Encoding | undefined> =>
  smallestFile(
    qualityFloor(context),
    encoding => isCode(file, encoding),
    async floor => {
      const [encoding] = await encodeVariants(
        {
          source,
          hash: file.hash,
          picture,
          formats: [{ ...search, floor, widths: [width] }],
          compression: compressionOf(context),
          checkpoint: budget.checkpoint,
        },
        cache,
      )
      return encoding
    },
  )
