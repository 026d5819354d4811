import { shareOfShift } from '../../../instruments/layout-shift/share-of-shift.js'
import type { Candidate } from '../../../model/actuator.js'
import type { Observation } from '../../../model/observation.js'
import { inPercent } from '../../predicted-change.js'
import type { DimensionedFile, Edited, ReservingFile } from './edited-file.js'
import { isPushedBy, type PageShift, predictedChange } from './page-shifts.js'
import type { PreparedFiles } from './prepare-files.js'
import { isOfSlider } from './show-first.js'

const names = (files: readonly Edited[]): string => files.map(({ file }) => file).join(', ')
const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`
const shows = ({ pages }: Edited, { page }: PageShift): boolean => pages.some(({ id }) => id === page.id)

/** Whether a shift is that of a picture whose place is held. */
const isOfGiven =
  (files: readonly DimensionedFile[]) =>
  (shift: PageShift): boolean =>
    files.some(file => shows(file, shift) && file.given.some(given => isPushedBy(shift, given)))

/** By how much less pages move without what makes room for blocks, or is pulled up by sliders, in per cent. */
const withoutRules = (
  files: readonly ReservingFile[],
  shifts: readonly PageShift[],
  observation: Observation,
): number => {
  const ofBlocks = predictedChange(shifts, isOfReserved(files), observation)
  const slidersOn = (id: string) =>
    files.filter(({ pages }) => pages.some(page => page.id === id)).flatMap(({ shown }) => shown)
  const ofSliders = shareOfShift(
    observation.pages,
    (shift, { cause }, { page }) => cause !== 'picture' && slidersOn(page.id).some(slider => isOfSlider(shift, slider)),
  )
  return Math.max(-100, inPercent(ofBlocks / 100 - (ofSliders ?? 0)))
}

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
  const sliders = reserving.reduce((sum, { shown }) => sum + shown.length, 0)
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
    title: `${[
      ...(blocks > 0 ? [`Reserve the height of ${count(blocks, 'block')} that scripts fill`] : []),
      ...(sliders > 0
        ? [`Show the first slide alone until ${sliders === 1 ? 'the slider has' : `${sliders} sliders have`} started`]
        : []),
    ].join('. ')} (${names(reserving)})`,
    shortTitle:
      blocks > 0
        ? 'Reserve the height of blocks that scripts fill'
        : 'Show the first slide alone until sliders have started',
    settings: { files: reserving.map(({ file }) => file) },
    predicted: { 'cumulative-layout-shift': withoutRules(reserving, shifts, observation) },
    basis:
      'The measured loads: the share of layout shift that comes with blocks whose height is reserved from now on, or moves what is below sliders.',
  }
  return [...(pictures > 0 ? [dimensions] : []), ...(blocks + sliders > 0 ? [heights] : [])]
}
