import { randomUUID } from 'node:crypto'
import { decidePolicy, type PolicyDecision } from '../governance/policy.js'
import type { Candidate } from '../model/actuator.js'
import type { EffectBelief } from '../model/decision.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'

export interface AskedFor {
  readonly optimizer: AutomatedOptimizer
  readonly strategy: OptimizationStrategy
  readonly candidate: Candidate
  readonly beliefs: readonly EffectBelief[]
}

/** Whether a candidate may be tried, with the decision on record. Asked once in a session for each. */
export async function askPolicy(
  runtime: TargetRuntime,
  record: SessionRecord,
  { optimizer, strategy, candidate, beliefs }: AskedFor,
): Promise<PolicyDecision> {
  const policy = await runtime.steps.run(`policy ${strategy.id} ${candidate.id}`, () =>
    decidePolicy(optimizer, strategy, candidate, runtime.sessionId, runtime.approve),
  )
  await record.decide({
    id: randomUUID(),
    at: new Date(),
    subject: policy.rule === 'allowed-by-policy' ? 'policy' : 'approval',
    chosen: policy.allowed ? candidate.id : null,
    rule: policy.rule,
    belief: beliefs,
    evidence: [policy.reason],
    alternatives: [],
  })
  return policy
}
