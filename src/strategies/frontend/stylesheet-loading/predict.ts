import type { PageObservation } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { firstPaintWait, type PaintWait } from '../../html/first-paint-wait.js'

/** Share that text compresses to, about. */
const COMPRESSED = 0.25

/** What a page waits for its style sheets alone, less the time that what is put into it takes to come. */
export const waitForSheets = (views: readonly PageObservation[], inlinedBytes: number): PaintWait =>
  firstPaintWait(
    views,
    ({ kind }) => kind === 'stylesheet',
    ['script', 'document'],
    ({ profile }) => (inlinedBytes * COMPRESSED * 8) / PROFILES[profile].network.down,
  )
