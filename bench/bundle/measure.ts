import type { Lab } from '../../src/instruments/lab/index.js'
import { type ServedArm, serveArm } from '../../src/instruments/serving/index.js'
import type { BuiltArm } from '../../src/model/change.js'
import { PROFILES } from '../../src/model/profile.js'
import type { TargetSystem } from '../../src/model/target.js'
import type { BenchOptions } from '../row.js'
import { ARMS, type ArmName } from './arms.js'
import { quiet } from './runtime.js'
import { type RoutesVisit, visitRoutes } from './visit-routes.js'

/** Blocks of one timed load of each arm. */
const BLOCKS = 16

export interface MeasuredArm {
  readonly visit: RoutesVisit
  /** Largest Contentful Paint of the first route, ms, block by block. */
  readonly lcp: readonly number[]
}

/** Serves all arms at once, visits the routes in each, and times the first route in blocks whose order turns. */
export const measureArms = async (
  target: TargetSystem,
  built: Readonly<Record<ArmName, BuiltArm>>,
  routes: readonly string[],
  lab: Lab,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<Readonly<Record<ArmName, MeasuredArm>>> => {
  const served = new Map<ArmName, ServedArm>()
  try {
    // What was left as it is, is the same arm: it is measured once.
    const distinct = ARMS.filter(name => name !== 'ours' || built.ours !== built['webpack default'])
    for (const name of distinct) served.set(name, await serveArm(built[name], target, { logger: quiet, signal }))
    const visits = new Map<ArmName, RoutesVisit>()
    for (const name of distinct) {
      progress(`${target.name}: a visit of ${routes.length} routes, ${name}`)
      visits.set(name, await visitRoutes(served.get(name)!, routes, signal))
    }
    const times = new Map<ArmName, number[]>(ARMS.map(name => [name, []]))
    const page = target.pages.find(one => one.path === routes[0])!
    for (let block = 0; block < BLOCKS; block++) {
      progress(`${target.name}: timing ${page.path}, block ${block + 1} of ${BLOCKS}`)
      for (let i = 0; i < distinct.length; i++) {
        signal.throwIfAborted()
        const name = distinct[(i + block) % distinct.length]!
        const { metrics } = await lab.load(served.get(name)!, page, PROFILES.mobile)
        times.get(name)!.push(metrics['largest-contentful-paint'] ?? Number.NaN)
      }
    }
    const measuredArm = (name: ArmName): MeasuredArm => ({ visit: visits.get(name)!, lcp: times.get(name)! })
    return {
      ours: measuredArm(distinct.includes('ours') ? 'ours' : 'webpack default'),
      'webpack default': measuredArm('webpack default'),
      'granular chunks': measuredArm('granular chunks'),
    }
  } finally {
    for (const one of served.values()) await one.stop()
  }
}
