import { explainShift, type ShiftCause } from '../../instruments/layout-shift/explain-shift.js'
import type { BuiltArm } from '../../model/change.js'
import { TunewrightError } from '../../model/errors.js'
import { metric } from '../../model/metrics.js'
import type { Observation, PageLoad } from '../../model/observation.js'
import { throwIfCancelled } from '../cancelled.js'
import { judgedPlaces } from '../observe.js'
import type { LookingRuntime } from '../runtime.js'

const METRIC = 'cumulative-layout-shift'

/** Once may be chance; so often in turn it is the page. */
const LOADS = 2

const WORDS: Readonly<Record<ShiftCause, string>> = {
  picture: 'a picture comes',
  frame: 'a frame comes',
  font: 'its font comes',
  style: 'a style sheet comes',
  block: 'a block is put in',
  unknown: 'something comes',
}

const shiftOf = (load: Pick<PageLoad, 'metrics'>): number => load.metrics[METRIC] ?? 0

/** By how much a page moved right after something of these kinds had come. */
const movedWith = (load: Pick<PageLoad, 'shifts' | 'requests'>, causes: readonly ShiftCause[]): number =>
  load.shifts.reduce((sum, shift) => (causes.includes(explainShift(shift, load).cause) ? sum + shift.value : sum), 0)

/**
 * Whether a change makes a page move that held still, by more than any whole may: it would cost the others their proof. A page is loaded until it does not, twice at most.
 * @param causes what has just come when pages move because of such a change; none: it is not looked at
 * @param before pages as they are without it
 * @returns why it is left out, as a sentence; null where it does not
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function movesPages(
  runtime: LookingRuntime,
  causes: readonly ShiftCause[],
  before: Pick<Observation, 'pages'>,
  after: BuiltArm,
): Promise<string | null> {
  if (causes.length === 0) return null
  const { toleranceFloor } = metric(METRIC)
  const served = await runtime.serve(after)
  try {
    for (const { page, profile } of judgedPlaces(runtime)) {
      const own = before.pages.find(one => one.page.id === page.id && one.profile === profile.id)
      if (own === undefined) continue
      const most = Math.max(0, ...own.loads.map(shiftOf)) + toleranceFloor
      const moved: number[] = []
      while (moved.length < LOADS) {
        throwIfCancelled(runtime.signal)
        runtime.step('apply', `looking whether ${page.id} moves with it`)
        const load = await runtime.lab.load(served, page, profile)
        const by = movedWith(load, causes)
        if (shiftOf(load) <= most || by <= toleranceFloor) break
        moved.push(by)
      }
      if (moved.length < LOADS) continue
      const cause = causes.map(one => WORDS[one]).join(' or ')
      return `${page.path} (${profile.title}) moves by ${Math.min(...moved).toFixed(3)} when ${cause}, and held still before: no change may move a page by more than ${toleranceFloor}.`
    }
    return null
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN')
      return `A page does not work with it: ${error.message}`
    throw error
  } finally {
    await served.stop()
  }
}
