import { randomUUID } from 'node:crypto'
import { decidePolicy } from '../governance/policy.js'
import { eightyPercentInterval } from '../model/belief-interval.js'
import { conditionsHold, type EffectBelief } from '../model/decision.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type {
  ExpectedEffect,
  OptimizationPreview,
  PreviewedCandidate,
  PreviewedRefusal,
  PreviewedTry,
} from '../model/preview.js'
import type { OptimizationAutomationConfig, OptimizationOpportunity } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { caveatsOf } from '../report/caveats.js'
import type { AnalysisWork } from './analyze-target.js'
import { runPreChecks } from './checks/pre.js'
import { decideStrategy } from './decide.js'
import { BASELINE_LOADS } from './establish-baseline.js'
import { lookAtTarget, type Seen } from './look-at-target.js'
import { mostPromising } from './opportunity-beliefs.js'
import { MINUTE, proofTimes } from './proof-time.js'
import type { SessionServices } from './session-services.js'
import { compositionOf } from './strategy-catalogue.js'
import { DEFAULT_BUDGET, DEFAULT_PROFILES } from './target-runtime.js'
import {
  blockMilliseconds,
  finalProofMilliseconds,
  leastProvingMilliseconds,
  lookingMilliseconds,
} from './time-estimate.js'

type Asked = Pick<OptimizationAutomationConfig, 'optimizers' | 'profiles' | 'budget' | 'approve'>

const policiesOf = (
  optimizer: AutomatedOptimizer,
  { strategy, candidates }: OptimizationOpportunity,
  approve: Asked['approve'],
): Promise<PreviewedCandidate[]> =>
  Promise.all(
    candidates.map(async candidate => ({
      candidate,
      ...(await decidePolicy(optimizer, strategy, candidate, 'preview', approve)),
    })),
  )

const refusalOf = ({ strategy, ...rest }: OptimizationOpportunity): PreviewedRefusal => ({
  strategyId: strategy.id,
  name: strategy.name,
  reason: rest.reason,
  conditionsHold: conditionsHold(strategy.applicability.composition, rest.conditions),
  conditions: rest.conditions,
  prerequisites: rest.prerequisites,
  refusals: rest.refusals,
})

const expectedOf = (belief: EffectBelief): ExpectedEffect => ({
  metric: belief.metric,
  expected: belief.mean,
  ...eightyPercentInterval(belief),
})

/** Strategies in the order in which a session would try them, were none of them to change what is expected of the others. */
async function previewTries(seen: Seen, asked: Asked, baseline: number): Promise<PreviewedTry[]> {
  const { observation, opportunities, outcomes, preparation } = seen
  const pace = { preparation, looking: lookingMilliseconds(observation), block: blockMilliseconds(observation) }
  const budget = asked.budget?.milliseconds ?? DEFAULT_BUDGET
  const lastStart = budget - finalProofMilliseconds(observation, observation) - leastProvingMilliseconds(pace)
  const timeFor = proofTimes({ observation, samples: [] }, pace)
  const tries: PreviewedTry[] = []
  const planned = new Map<string, string>()
  const composition = compositionOf(seen.runtime, [])
  let begins = baseline
  for (;;) {
    const { chosen, beliefs, record } = decideStrategy(
      opportunities,
      asked.optimizers,
      outcomes,
      planned,
      composition,
      timeFor,
    )
    if (!chosen) return tries
    const optimizer = asked.optimizers.find(({ id }) => id === chosen.optimizerId)!
    const candidates = await policiesOf(optimizer, chosen, asked.approve)
    const checks = await runPreChecks(optimizer.validation.preOptimization, { ...seen, strategy: chosen.strategy })
    const { minutes, blocks } = timeFor(chosen, beliefs)
    const outcome =
      begins > lastStart
        ? 'no-time-left'
        : checks.some(({ passed }) => !passed)
          ? 'check-fails'
          : candidates[0]?.allowed
            ? 'would-try'
            : 'not-approved'
    const { strategy } = chosen
    tries.push({
      optimizerId: optimizer.id,
      strategyId: strategy.id,
      name: strategy.name,
      risk: strategy.risks.level,
      rule: record.rule,
      evidence: record.evidence,
      candidates,
      effects: beliefs.map(expectedOf),
      basis: mostPromising(chosen)?.basis ?? 'the manifest’s expected change',
      checks,
      blocks,
      milliseconds: minutes * MINUTE,
      begins,
      outcome,
    })
    planned.set(strategy.id, 'has its turn before')
    if (outcome === 'would-try') begins += minutes * MINUTE
  }
}

/** What a session would do with a target: measured and decided as a session does, without changing or remembering anything. */
export function previewTarget(
  services: SessionServices,
  target: TargetSystem,
  asked: Asked,
  work: AnalysisWork,
): Promise<OptimizationPreview> {
  const started = Date.now()
  const profiles = asked.profiles ?? DEFAULT_PROFILES
  const look = { ...work, id: `preview-${randomUUID().slice(0, 8)}`, profiles, loads: BASELINE_LOADS, tests: true }
  return lookAtTarget(services, target, asked.optimizers, look, async seen => {
    const { observation, opportunities, tests } = seen
    const baseline = Date.now() - started
    const tries = await previewTries(seen, asked, baseline)
    const tried = (opportunity: OptimizationOpportunity): boolean =>
      tries.some(({ strategyId }) => strategyId === opportunity.strategy.id)
    return {
      targetId: target.id,
      pages: seen.runtime.target.pages.map(page => page.path),
      caveats: caveatsOf(observation),
      profiles: [...profiles],
      budget: asked.budget?.milliseconds ?? DEFAULT_BUDGET,
      baseline,
      finalProof: finalProofMilliseconds(observation, observation),
      tests: tests?.evidence ?? null,
      tries,
      refused: opportunities.filter(opportunity => !tried(opportunity)).map(refusalOf),
      leftAlone: opportunities
        .filter(tried)
        .flatMap(({ strategy, refusals }) => refusals.map(refusal => ({ ...refusal, strategyId: strategy.id }))),
    }
  })
}
