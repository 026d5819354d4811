import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createClone } from '../change/clone.js'
import { SESSION_ALPHA } from '../experiment/index.js'
import type { BuiltArm } from '../model/change.js'
import type { Verdict } from '../model/experiment.js'
import type { ProgressListener } from '../model/progress.js'
import type { Proving, ProvingAim, ProvingOutcome, ProvingRequest, ProvingSide } from '../model/proving.js'
import { requireSecrets } from '../system/secret.js'
import { buildCurrent } from './build.js'
import { testBreakages, testingOf } from './candidate-tests.js'
import type { BaselineTests } from './checks/pre.js'
import { BASELINE_LOADS } from './establish-baseline.js'
import { findPages } from './find-pages.js'
import { observeArm } from './observe.js'
import { testBaseline } from './prepare.js'
import { proveArms } from './prove-arms.js'
import type { ReadingRuntime } from './runtime.js'
import type { SessionServices } from './session-services.js'
import { headlineOf } from './summary/headline.js'
import { DEFAULT_PROFILES } from './target-runtime.js'
import { inWorkroom } from './workroom.js'

/** Ten minutes. */
const DEFAULT_BUDGET = 10 * 60_000

export interface ProvingWork {
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

/** A side as it was built, with what it takes to serve and test it. */
interface BuiltSide {
  readonly arm: BuiltArm
  readonly runtime: ReadingRuntime
}

/**
 * Holds two versions of a system against each other as a session holds a candidate against the unchanged system: built from private copies at
 * one path, looked at for what breaks, counted, then timed in paired blocks until there is a verdict. Neither version is changed.
 * @throws TunewrightError for a side that does not build or whose base does not work, BUSY, CANCELLED
 */
export async function proveSides(
  services: SessionServices,
  request: ProvingRequest,
  { listener, signal }: ProvingWork,
): Promise<Proving> {
  const { base, candidate, aim = 'better', seed = 0, budget = {}, profiles = DEFAULT_PROFILES } = request
  const { logger } = services
  const startedAt = new Date()
  const timeBudget = budget.milliseconds ?? DEFAULT_BUDGET
  const id = `proof-${randomUUID().slice(0, 8)}`
  for (const { target } of [base, candidate]) requireSecrets(target)
  const room = {
    id,
    name: 'proof',
    places: placesOf(base, candidate),
    allowHosts: base.target.allowHosts ?? [],
    profiles,
    timeBudget,
    listener,
    signal,
  }
  return inWorkroom(services, room, async ({ folder, step, runtimeOf }) => {
    const build = async (side: ProvingSide): Promise<BuiltSide> => {
      step('prepare', `building ${side.name}`)
      // Both at one path: some builds write it into what they make.
      const at = path.join(folder, 'clone')
      await rm(at, { recursive: true, force: true })
      const clone = await createClone(side.target, at, {
        // A folder is meant as it is; a revision that was checked out has nothing on top.
        includeDirty: true,
        ...(side.surroundings !== undefined && { surroundings: side.surroundings }),
        signal,
        logger,
      })
      const runtime = runtimeOf(side.target, clone)
      return { arm: await buildCurrent(runtime), runtime }
    }
    const built = { base: await build(base), candidate: await build(candidate) }
    const pages = await findPages(built.base.runtime, built.base.arm)
    // The same is done on both sides.
    const { flows = [] } = base.target
    const onPages = ({ runtime }: BuiltSide) => ({ ...runtime, target: { ...runtime.target, pages, flows } })
    const [ofBase, ofCandidate] = [onPages(built.base), onPages(built.candidate)]
    const testing = { tests: null as BaselineTests | null }
    const observed = await observeArm(ofBase, built.base.arm, BASELINE_LOADS, async () => {
      testing.tests = await testBaseline(ofBase, built.base.arm)
    })
    const { proof, outcome } = await proveArms(
      ofBase,
      {
        stage: 'prove',
        baseline: { arm: built.base.arm, observed },
        candidate: { arm: built.candidate.arm, runtime: ofCandidate },
        deadline: startedAt.getTime() + timeBudget,
      },
      {
        aim,
        constraints: [],
        alpha: budget.alpha ?? SESSION_ALPHA,
        seed: `${seed} ${built.base.arm.revision} ${built.candidate.arm.revision}`,
        testBreakages: givenUp => testBreakages(ofCandidate, testing.tests, built.candidate.arm, givenUp),
      },
    )
    return {
      id,
      startedAt,
      milliseconds: Date.now() - startedAt.getTime(),
      base: { name: base.name, revision: built.base.arm.revision },
      candidate: { name: candidate.name, revision: built.candidate.arm.revision },
      aim,
      outcome: provingOutcome(proof.verdict, aim),
      proof,
      changes: headlineOf(proof),
      pages,
      profiles,
      tested: testingOf(testing.tests, outcome),
      seed,
    }
  })
}

/** Places that no session may work on meanwhile, the user's checkouts; in an order in which two that wait do not wait for each other. */
const placesOf = (...sides: readonly ProvingSide[]): readonly string[] =>
  [...new Set(sides.map(({ surroundings, target }) => surroundings ?? target.root))].sort()

/** What a verdict says of the aim. */
export function provingOutcome(
  { outcome, breakages, judgements }: Pick<Verdict, 'outcome' | 'breakages' | 'judgements'>,
  aim: ProvingAim,
): ProvingOutcome {
  if (outcome === 'kept') return aim
  if (outcome === 'inconclusive') return 'undecided'
  if (breakages.length > 0) return 'broken'
  return judgements.some(({ kind, outcome: judged }) => kind !== 'felt' && judged === 'unmet') ? 'worse' : 'no-gain'
}
