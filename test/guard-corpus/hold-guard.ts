import { countArms } from '../../src/experiment/count-arms.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import { type ServedArm, serveRunning } from '../../src/instruments/serving/index.js'
import type { BuiltArm } from '../../src/model/change.js'
import type { Breakage } from '../../src/model/experiment.js'
import { flowOf } from './flow-of.js'
import { serveSite } from './serve-site.js'
import type { Case, Side } from './site.js'

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** What the guard says of a case. */
export interface HeldCase {
  readonly id: string
  readonly kind: Case['kind']
  readonly found: readonly Breakage[]
  readonly pages: number
  readonly seconds: number
}

/** Another seed each time: what a site leaves to chance differs between the arms as it does between two visits. */
const serve = async (subject: Case, side: Side): Promise<ServedArm> => {
  const site = await serveSite(subject[side], side === 'base' ? 1 : 2)
  const arm = await serveRunning(new URL(site.origin), { logger: quiet })
  return {
    ...arm,
    stop: async () => {
      await arm.stop()
      await site.close()
    },
  }
}

const isBreakage = ({ check }: Breakage): boolean => check !== 'confound'

const built = (side: Side): BuiltArm => ({ revision: side, root: '/', bundleStatistics: null, buildMilliseconds: 0 })

/**
 * Takes a case through the guard by the path of an experiment. Several may be taken at once: nothing is timed.
 * The password that the corpus's flows type must be in the environment (`PASSWORD` of `flow-of.ts`).
 */
export async function holdGuard(lab: Lab, subject: Case): Promise<HeldCase> {
  const flow = flowOf(subject)
  const started = performance.now()
  const part = await countArms(
    {
      target: {
        pages: subject.pages.map(path => ({ id: path, path, weight: 1 })),
        ...(flow && { flows: [flow] }),
      },
      profiles: ['mobile', 'desktop'],
      arms: { baseline: built('base'), candidate: built('candidate') },
      lab,
      serve: arm => serve(subject, arm.revision as Side),
      criteria: [],
      rollbackTriggers: [],
      constraints: [],
      alpha: 0.002,
      maxBlocks: 4,
      deadline: Number.MAX_SAFE_INTEGER,
      seed: subject.id,
    },
    // As an experiment does: what is broken already is not looked at further.
    ({ breakages }) => breakages.some(isBreakage),
  )
  return {
    id: subject.id,
    kind: subject.kind,
    found: part.breakages.filter(isBreakage),
    pages: subject.pages.length,
    seconds: (performance.now() - started) / 1000,
  }
}

/** How a guard did, over all cases that it was held against. */
export interface HeldGuard {
  readonly breakages: number
  /** Ids of breakages that it did not see. */
  readonly missed: readonly string[]
  readonly harmless: number
  /** Ids of harmless differences that it called a breakage. */
  readonly falseAlarms: readonly string[]
  readonly secondsPerPage: number
}

export function summarize(held: readonly HeldCase[]): HeldGuard {
  const of = (kind: Case['kind']) => held.filter(one => one.kind === kind)
  const total = (count: (one: HeldCase) => number) => held.reduce((sum, one) => sum + count(one), 0)
  return {
    breakages: of('breakage').length,
    missed: of('breakage').flatMap(({ id, found }) => (found.length === 0 ? [id] : [])),
    harmless: of('harmless').length,
    falseAlarms: of('harmless').flatMap(({ id, found }) => (found.length > 0 ? [id] : [])),
    secondsPerPage: total(({ seconds }) => seconds) / total(({ pages }) => pages),
  }
}
