import type { ImageCdn } from '../../../../model/image-cdn.js'
import type { PipelineContext } from '../plan/encode-pictures.js'

/** Why delivery by this CDN cannot be proved here, or null where it can. */
export const whyUnproved = (cdn: ImageCdn): string | null =>
  cdn.lab === undefined
    ? `the image CDN (${cdn.adapter}) is not known to answer on this machine, and nothing else is reached here: give \`target.imageCdn.lab\`, or pictures are made at build time`
    : null

/** The CDN that pictures are to be asked of; null where they are made at build time. */
export const deliveringCdn = ({
  automation,
  target,
}: Pick<PipelineContext, 'automation' | 'target'>): ImageCdn | null =>
  automation.delivery === 'cdn-integration' && target.imageCdn !== undefined && whyUnproved(target.imageCdn) === null
    ? target.imageCdn
    : null
