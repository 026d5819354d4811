import type { PageState } from '../../../model/page-look.js'
import { readForms } from '../page/aspects/read-forms.js'
import type { Visit } from '../visit.js'
import type { LookOptions } from './look-options.js'
import { StateReader } from './read-state.js'

/** How long the page is left alone after its load event, ms. */
const SETTLED = 400

/** The page as those see it to whom its scripts do not come: on a bad line, behind a filter, for many who only read what was sent. */
export const lookWithoutScripts = async (visit: Visit, path: string, { later }: LookOptions): Promise<PageState[]> => {
  const { session } = visit
  await session.send('Emulation.setScriptExecutionDisabled', { value: true })
  await visit.go(path)
  await visit.untilLoadedFor(SETTLED + later)
  const reader = new StateReader(visit)
  const fields = await visit.evaluate(readForms)
  // The browser calls it an error that scripts were kept from coming.
  return [await reader.read('without scripts', { fields, errors: [], requests: [] }, 'page')]
}
