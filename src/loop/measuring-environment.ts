import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { MeasuringEnvironment } from '../model/proving.js'
import { ownVersion } from '../system/own-version.js'

/** On what is measured, with a browser of this version. */
export const measuringEnvironment = (browser: string): MeasuringEnvironment => ({
  tunewright: ownVersion(),
  node: process.versions.node,
  browser,
  system: `${type()} ${release()} ${arch()}`,
  processor: cpus()[0]?.model.trim() || 'unknown',
  cores: availableParallelism(),
  memory: totalmem(),
})
