import { explainShift, type ShiftCause } from '../../instruments/layout-shift/explain-shift.js'
import type { ShiftDiagnosis } from '../../model/diagnosis.js'
import type { PageObservation } from '../../model/observation.js'
import { formatMilliseconds, formatNumber } from '../../report/format.js'
import { groupBy } from '../../system/group-by.js'
import { medianLoad, type Point, pointOn, WORTH_NAMING } from './point.js'
import { listed, named } from './words.js'

/** Shifts that nobody sees. */
const WORTH_LISTING = 0.001
/** A page with less does not jump. */
const WORTH_POINTS = 0.01

const CAUSES: Record<ShiftCause, (subject: string) => string> = {
  picture: subject => `the picture ${named(subject)} came or grew`,
  frame: subject => `the frame ${subject} came or grew`,
  font: subject => `the font ${named(subject)} came, and text took another size`,
  style: subject => `the style sheet ${named(subject)} came`,
  block: subject => `a script put in or filled ${subject}`,
  unknown: () => 'what pushed it is not known',
}

/** What moved by itself, and what pushed it, in the load with the median score; the largest first. */
export function shiftsOf({ loads }: PageObservation): ShiftDiagnosis[] {
  const load = medianLoad(loads, ({ metrics }) => metrics['cumulative-layout-shift'])
  return (load?.shifts ?? [])
    .filter(({ value }) => value >= WORTH_LISTING)
    .map(shift => {
      const { cause, subject, seen } = explainShift(shift, load!)
      return {
        value: shift.value,
        time: shift.time,
        moved: shift.culprits,
        cause: CAUSES[cause](subject),
        subject,
        seen: seen && cause !== 'unknown',
      }
    })
    .toSorted((a, b) => b.value - a.value)
}

/** @param shifts as `shiftsOf` gives them */
export function shiftPoints(page: PageObservation, shifts: readonly ShiftDiagnosis[]): Point[] {
  const total = page.metrics['cumulative-layout-shift'] ?? 0
  if (total < WORTH_POINTS) return []
  const byCause = groupBy(shifts, ({ cause }) => cause)
  return [...byCause].flatMap(([cause, all]) => {
    const value = all.reduce((sum, shift) => sum + shift.value, 0)
    const share = value / total
    if (share < WORTH_NAMING) return []
    const moved = [...new Set(all.flatMap(shift => shift.moved))]
    const what = moved.length === 0 ? 'the page' : listed(moved)
    const sure = all.every(({ seen }) => seen) ? '' : ' (came right before; not seen to push)'
    const [first] = all
    return [
      pointOn(
        page,
        'layout-shift',
        'cumulative-layout-shift',
        value,
        share,
        `${what} moved by itself at ${formatMilliseconds(first!.time)} (${formatNumber(value, 3)}): ${cause}${first!.subject === '' ? '' : sure}`,
        first!.subject || undefined,
      ),
    ]
  })
}
