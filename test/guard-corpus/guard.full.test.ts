import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countArms } from '../../src/experiment/count-arms.js'
import type { ExperimentOptions } from '../../src/experiment/run-experiment.js'
import { Lab } from '../../src/instruments/lab/index.js'
import { type ServedArm, serveRunning } from '../../src/instruments/serving/index.js'
import type { BuiltArm } from '../../src/model/change.js'
import type { Breakage } from '../../src/model/experiment.js'
import type { TargetSystem } from '../../src/model/target.js'
import { flowOf, PASSWORD } from './flow-of.js'
import { breakages, harmless } from './index.js'
import { serveSite } from './serve-site.js'
import type { Case, Side } from './site.js'

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let lab: Lab

beforeAll(async () => {
  process.env[PASSWORD.env] = PASSWORD.value
  lab = await Lab.open({ logger: quiet })
})

const told: { id: string; kind: Case['kind']; seconds: number; pages: number; found: readonly Breakage[] }[] = []

afterAll(async () => {
  await lab.close()
  const of = (kind: Case['kind']) => told.filter(one => one.kind === kind)
  const seconds = told.reduce((sum, one) => sum + one.seconds, 0)
  const summary = {
    breakages: of('breakage').length,
    caught: of('breakage').filter(one => one.found.length > 0).length,
    missed: of('breakage')
      .filter(one => one.found.length === 0)
      .map(({ id }) => id),
    harmless: of('harmless').length,
    falseAlarms: of('harmless')
      .filter(one => one.found.length > 0)
      .map(({ id }) => id),
    secondsPerPage: Math.round(seconds / told.reduce((sum, one) => sum + one.pages, 0)),
  }
  console.info(JSON.stringify(summary))
})

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

const built = (side: Side): BuiltArm => ({ revision: side, root: '/', webpackStats: null, buildMilliseconds: 0 })

/** @returns what the guard says of a case, by the path of an experiment */
async function guard(subject: Case): Promise<readonly Breakage[]> {
  const flow = flowOf(subject)
  const target: TargetSystem = {
    id: subject.id,
    name: subject.id,
    framework: 'full-stack',
    root: '/',
    pages: subject.pages.map(path => ({ id: path, path, weight: 1 })),
    ...(flow && { flows: [flow] }),
    serve: { kind: 'static', folder: '.' },
    environment: {},
  }
  const start = performance.now()
  const options: ExperimentOptions = {
    target,
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
  }
  // As an experiment does: what is broken already is not looked at further.
  const part = await countArms(options, ({ breakages }) => breakages.some(isBreakage))
  const found = part.breakages.filter(isBreakage)
  const seconds = (performance.now() - start) / 1000
  told.push({ id: subject.id, kind: subject.kind, seconds, pages: subject.pages.length, found })
  return found
}

const named = (cases: readonly Case[]) => cases.map(one => [one.id, one] as const)

// Several at a time: nothing is timed, and a look mostly waits.
describe.concurrent('a breakage is caught', { timeout: 900_000 }, () => {
  it.each(named(breakages))('%s', async (_, one) => {
    expect(await guard(one)).not.toEqual([])
  })
})

describe.concurrent('a harmless difference passes', { timeout: 900_000 }, () => {
  it.each(named(harmless))('%s', async (_, one) => {
    expect(await guard(one)).toEqual([])
  })
})
