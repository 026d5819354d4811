import { binarySegmentation } from './binary-segmentation.js'
import { bocpd } from './bocpd.js'
import { eDivisive } from './e-divisive.js'
import { pelt } from './pelt.js'
import { perfherder } from './perfherder.js'

export type FindChanges = (values: readonly (number | null)[]) => readonly number[]

/** Each with its own defaults. */
export const PEERS: Readonly<Record<string, FindChanges>> = {
  'binary segmentation': binarySegmentation,
  PELT: pelt,
  BOCPD: bocpd,
  'E-divisive with a t-test': eDivisive,
  'Perfherder’s rule': perfherder,
  'doing nothing': () => [],
}
