import type { LookKind, PageState } from '../../../model/page-look.js'
import { plainVisit } from '../plain-visit.js'
import type { Visit } from '../visit.js'
import { lookAgain } from './again.js'
import { lookByKeyboard } from './by-keyboard.js'
import type { LookOptions } from './look-options.js'
import { lookInOtherMedia } from './other-media.js'
import { tryControls } from './try-controls.js'
import { lookWithoutScripts } from './without-scripts.js'

/** The page as a stranger finds it. */
const arrive = async (visit: Visit, path: string, { later }: LookOptions): Promise<PageState[]> => [
  (await plainVisit(visit, { id: path, path, weight: 1 }, later)).state,
]

const LOOKS: Readonly<Record<LookKind, (visit: Visit, path: string, o: LookOptions) => Promise<PageState[]>>> = {
  'without-scripts': lookWithoutScripts,
  'other-media': lookInOtherMedia,
  'by-keyboard': lookByKeyboard,
  tried: tryControls,
  again: lookAgain,
  arrived: arrive,
}

/** One look of a kind at a page, in an opened visit whose requests go through the gate. */
export const lookAtPage = (kind: LookKind, visit: Visit, path: string, o: LookOptions): Promise<PageState[]> =>
  LOOKS[kind](visit, path, o)
