import type { LookKind, PageState } from '../../../model/page-look.js'
import type { Visit } from '../visit.js'
import { lookAgain } from './again.js'
import { lookByKeyboard } from './by-keyboard.js'
import type { Gate } from './gate.js'
import { lookInOtherMedia } from './other-media.js'
import { StateReader } from './read-state.js'
import { tryControls } from './try-controls.js'
import { lookWithoutScripts } from './without-scripts.js'

const QUIET = 500

/** The page as a stranger finds it. */
const arrive = async (visit: Visit, path: string): Promise<PageState[]> => {
  await visit.go(path)
  await visit.untilOver(QUIET)
  return [await new StateReader(visit).read('coming by')]
}

const LOOKS: Readonly<Record<LookKind, (visit: Visit, path: string, gate: Gate) => Promise<PageState[]>>> = {
  'without-scripts': lookWithoutScripts,
  'other-media': lookInOtherMedia,
  'by-keyboard': lookByKeyboard,
  tried: tryControls,
  again: lookAgain,
  arrived: arrive,
}

/** One look of a kind at a page, in an opened visit whose requests go through the gate. */
export const lookAtPage = (kind: LookKind, visit: Visit, path: string, gate: Gate): Promise<PageState[]> =>
  LOOKS[kind](visit, path, gate)
