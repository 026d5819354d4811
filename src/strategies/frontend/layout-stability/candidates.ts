import type { Candidate } from '../../../model/actuator.js'
import type { Observation } from '../../../model/observation.js'
import type { DimensionedFile, Edited, ReservingFile } from './edited-file.js'
import { isPushedBy, type PageShift, predictedChange } from './page-shifts.js'
import type { PreparedFiles } from './prepare-files.js'

const names = (files: readonly Edited[]): string => files.map(({ file }) => file).join(', ')
const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`
const shows = ({ pages }: Edited, { page }: PageShift): boolean => pages.some(({ id }) => id === page.id)

/** Whether a shift is that of a picture whose place is held. */
const isOfGiven =
  (files: readonly DimensionedFile[]) =>
  (shift: PageShift): boolean =>
    files.some(file => shows(file, shift) && file.given.some(given => isPushedBy(shift, given)))

const isOfReserved =
  (files: readonly ReservingFile[]) =>
  (shift: PageShift): boolean =>
    shift.cause === 'block' &&
    files.some(file => shows(file, shift) && file.reserved.some(({ id }) => shift.pusher === `#${id}`))

/** Pictures first: what holds their places changes nothing at rest, and mostly does more. */
export const candidatesFor = (
  { dimensioned, reserving }: PreparedFiles,
  shifts: readonly PageShift[],
  observation: Observation,
): readonly Candidate[] => {
  const pictures = dimensioned.reduce((sum, { given }) => sum + given.length, 0)
  const blocks = reserving.reduce((sum, { reserved }) => sum + reserved.length, 0)
  const dimensions: Candidate = {
    id: 'dimensions',
    title: `Hold the places of ${count(pictures, 'picture')} while they load (${names(dimensioned)})`,
    shortTitle: 'Hold the places of pictures while they load',
    settings: { files: dimensioned.map(({ file }) => file) },
    predicted: { 'cumulative-layout-shift': predictedChange(shifts, isOfGiven(dimensioned), observation) },
    basis: 'The measured loads: the share of layout shift that comes with pictures whose places are held from now on.',
  }
  const heights: Candidate = {
    id: 'reserved-height',
    title: `Reserve the height of ${count(blocks, 'block')} that scripts fill (${names(reserving)})`,
    shortTitle: 'Reserve the height of blocks that scripts fill',
    settings: { files: reserving.map(({ file }) => file) },
    predicted: { 'cumulative-layout-shift': predictedChange(shifts, isOfReserved(reserving), observation) },
    basis: 'The measured loads: the share of layout shift that comes with blocks whose height is reserved from now on.',
  }
  return [...(pictures > 0 ? [dimensions] : []), ...(blocks > 0 ? [heights] : [])]
}
