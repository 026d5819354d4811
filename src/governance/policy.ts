import type { Candidate } from '../model/actuator.js'
import type { AutomationPolicy } from '../model/framework.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { ApprovalAnswer, ApprovalRequest } from '../model/session.js'
import type { OptimizationStrategy, RiskLevel } from '../model/strategy.js'

/** The policy in force: low to high risks go ahead in the lab, where only a private clone is changed; critical ones are asked. */
export const DEFAULT_POLICY: AutomationPolicy = {
  id: 'risk-approval',
  description: 'Changes of critical risk need approval; others are tried on a private clone and kept only when proved.',
  withoutApproval: ['low', 'medium', 'high'],
}

export interface PolicyDecision {
  readonly allowed: boolean
  readonly rule: 'allowed-by-policy' | 'approved' | 'approval-refused' | 'approval-missing'
  readonly reason: string
}

const needsApproval = (optimizer: AutomatedOptimizer, risk: RiskLevel, policy: AutomationPolicy): boolean =>
  optimizer.automation.approvalRequired ||
  optimizer.automation.decisionMaking === 'manual' ||
  !policy.withoutApproval.includes(risk)

/**
 * Whether a candidate may be tried. What needs approval and has nobody to ask is refused, never assumed.
 * @param approve asked once per candidate.
 */
export async function decidePolicy(
  optimizer: AutomatedOptimizer,
  strategy: OptimizationStrategy,
  candidate: Candidate,
  sessionId: string,
  approve: ((request: ApprovalRequest) => Promise<ApprovalAnswer>) | undefined,
  policy: AutomationPolicy = DEFAULT_POLICY,
): Promise<PolicyDecision> {
  const risk = strategy.risks.level
  if (!needsApproval(optimizer, risk, policy)) {
    return { allowed: true, rule: 'allowed-by-policy', reason: `${risk} risk needs no approval (${policy.id}).` }
  }
  if (!approve) {
    return {
      allowed: false,
      rule: 'approval-missing',
      reason: `${strategy.name} needs approval, and nobody was there to give it.`,
    }
  }
  const answer = await approve({ sessionId, strategy, candidate, risk })
  return answer.approved
    ? { allowed: true, rule: 'approved', reason: `Approved by ${answer.by}: ${answer.reason}` }
    : { allowed: false, rule: 'approval-refused', reason: `Refused by ${answer.by}: ${answer.reason}` }
}
