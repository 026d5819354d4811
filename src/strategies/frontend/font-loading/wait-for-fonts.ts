import type { PageObservation } from '../../../model/observation.js'
import { firstPaintWait, type PaintWait } from '../../html/first-paint-wait.js'

/** What a page's first paint waits for fonts after everything else, at most. */
export const waitForFonts = (views: readonly PageObservation[]): PaintWait =>
  firstPaintWait(views, ({ kind }) => kind === 'font', ['document', 'stylesheet', 'script'])
