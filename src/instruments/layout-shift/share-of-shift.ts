import type { LayoutShiftRecord, PageObservation } from '../../model/observation.js'
import { type ExplainedShift, explainShift } from './explain-shift.js'

/** Which part (0–1) of all that pages moved by, in all their loads, some shifts are; null where nothing moved. */
export const shareOfShift = (
  pages: readonly PageObservation[],
  isMeant: (shift: LayoutShiftRecord, why: ExplainedShift, page: PageObservation) => boolean,
): number | null => {
  const shifts = pages.flatMap(page =>
    page.loads.flatMap(load =>
      load.shifts.map(shift => ({ value: shift.value, meant: isMeant(shift, explainShift(shift, load), page) })),
    ),
  )
  const sum = (some: typeof shifts): number => some.reduce((total, { value }) => total + value, 0)
  const whole = sum(shifts)
  return whole === 0 ? null : sum(shifts.filter(({ meant }) => meant)) / whole
}
