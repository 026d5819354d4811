import { compareServerTimes, SESSION_ALPHA } from '../experiment/index.js'
import { messageOf } from '../model/errors.js'
import type { Verdict } from '../model/experiment.js'
import type { ProgressListener } from '../model/progress.js'
import type { Proving, ProvingAim, ProvingOutcome, ProvingRequest } from '../model/proving.js'
import { breakagePictures } from '../report/breakage-pictures.js'
import { caveatsOf, uncountedOf } from '../report/caveats.js'
import { unseenIn } from '../report/unseen.js'
import { drawnSeed } from '../system/drawn-seed.js'
import { requireSecrets } from '../system/secret.js'
import { testBreakages, testingOf } from './candidate-tests.js'
import type { BaselineTests } from './checks/pre.js'
import { newComparisonId } from './comparison-memory.js'
import { BASELINE_LOADS } from './establish-baseline.js'
import { findPages } from './find-pages.js'
import { measuringEnvironment } from './measuring-environment.js'
import { observeArm } from './observe.js'
import { openSide, requireRunning } from './open-side.js'
import { withOwnPage } from './own-page.js'
import { testBaseline } from './prepare.js'
import { proveArms } from './prove-arms.js'
import type { LookingRuntime } from './runtime.js'
import type { SessionServices } from './session-services.js'
import { caveatsOfSides, comparedPages, isRunning, placesOf, provenSide, systemOf } from './sides.js'
import { headlineOf } from './summary/headline.js'
import { DEFAULT_PROFILES } from './target-runtime.js'
import { blockMilliseconds } from './time-estimate.js'
import { inWorkroom } from './workroom.js'

/** Ten minutes. */
const DEFAULT_BUDGET = 10 * 60_000

export interface ProvingWork {
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

/**
 * Holds two versions of a system against each other as a session holds a candidate against the unchanged system: built from private copies at
 * one path (or found running), looked at for what breaks, counted, then timed in paired blocks until there is a verdict. Neither is changed.
 * @throws TunewrightError for a side that does not build or answer, or whose base does not work, BUSY, CANCELLED
 */
export async function proveSides(
  services: SessionServices,
  request: ProvingRequest,
  { listener, signal }: ProvingWork,
): Promise<Proving> {
  const { base, candidate, aim = 'better', profiles = DEFAULT_PROFILES, seed = drawnSeed(), repeats } = request
  const { logger } = services
  const startedAt = new Date()
  const budget = { milliseconds: DEFAULT_BUDGET, alpha: SESSION_ALPHA, ...request.budget }
  const id = newComparisonId()
  for (const side of [base, candidate]) requireSecrets(systemOf(side))
  const compared = comparedPages(base, candidate)
  const room = {
    id,
    name: 'proof',
    places: placesOf(base, candidate),
    allowHosts: systemOf(base).allowHosts ?? [],
    profiles,
    timeBudget: budget.milliseconds,
    listener,
    signal,
  }
  return inWorkroom(services, room, async opened => {
    await requireRunning([base, candidate], logger)
    const open = { profiles, logger, signal }
    const sides = {
      base: await openSide(opened, base, open),
      candidate: await openSide(opened, candidate, open),
    }
    const { arm } = sides.candidate
    const pages = await findPages(sides.base.runtime, sides.base.arm, compared)
    // The same is done on both sides.
    const { flows = [] } = systemOf(base)
    const onPages = <R extends LookingRuntime>(runtime: R): R => ({
      ...runtime,
      target: { ...runtime.target, pages, flows },
      serve: async arm => ({ ...(await runtime.serve(arm)), flows }),
    })
    const both = [onPages(sides.base.runtime), onPages(sides.candidate.runtime)] as const
    const [page] = pages
    const own = page && compared.ofCandidate
    const [ofBase, ofCandidate] = own ? withOwnPage(...both, page, own) : both
    // Tests of one side alone say nothing of the other.
    const tested =
      sides.base.built && sides.candidate.built ? { base: sides.base.built, candidate: sides.candidate.built } : null
    // Of two versions that came up in the same way, a slower server is what one of them is; else it may be how it was started.
    const bothAlike = isRunning(base) === isRunning(candidate)
    const testing = { tests: null as BaselineTests | null }
    const observed = await observeArm(ofBase, sides.base.arm, BASELINE_LOADS, async () => {
      if (tested) testing.tests = await testBaseline(tested.base, sides.base.arm)
    })
    const { proof, outcome } = await proveArms(
      ofBase,
      {
        stage: 'prove',
        baseline: { arm: sides.base.arm, observed },
        candidate: { arm, runtime: ofCandidate },
        deadline: startedAt.getTime() + budget.milliseconds,
        filming: 'always',
      },
      {
        aim,
        ...(bothAlike && { serverTime: 'judged' as const }),
        constraints: [],
        alpha: budget.alpha,
        seed: `${seed} ${sides.base.arm.revision} ${arm.revision}`,
        ...(own && { crawlLimit: 0 }),
        ...(tested && { testBreakages: givenUp => testBreakages(tested.candidate, testing.tests, arm, givenUp) }),
      },
    )
    const milliseconds = Date.now() - startedAt.getTime()
    const { blocks, blocksToDecide } = proof.verdict
    const proving: Proving = {
      id,
      startedAt,
      milliseconds,
      base: provenSide(base, sides.base.arm.revision),
      candidate: provenSide(candidate, arm.revision),
      aim,
      outcome: provingOutcome(proof.verdict, aim),
      proof,
      changes: headlineOf(proof),
      pages,
      profiles,
      tested: { ...testingOf(testing.tests, outcome), ...(!tested && { ownTests: 'not-built' as const }) },
      caveats: [
        ...caveatsOfSides(base, candidate),
        ...caveatsOf(observed.observation),
        ...uncountedOf(observed.observation),
        ...(bothAlike ? compareServerTimes(outcome.pairs) : []).map(
          ({ page, message }) => `On ${page}, ${message}: that is part of what was compared.`,
        ),
        ...unseenIn(proof.verdict),
      ],
      discarded: outcome.discarded,
      screenshots: await breakagePictures(proof.verdict, outcome.surveys),
      seed,
      budget,
      ...(blocksToDecide !== undefined && {
        budgetToDecide: milliseconds + Math.max(0, blocksToDecide - blocks) * blockMilliseconds(observed.observation),
      }),
      measuredOn: measuringEnvironment(opened.lab.browserVersion),
      ...(repeats && { repeats }),
    }
    try {
      await services.keepComparison({ proving, base, candidate }, outcome.record)
      return proving
    } catch (error) {
      // What was measured is not to be lost for that.
      return { ...proving, caveats: [...proving.caveats, `It could not be put on record: ${messageOf(error)}`] }
    }
  })
}

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
