import { DEFAULT_POLICY } from '../governance/policy.js'
import type { AutomationEngine, LearningAlgorithm } from '../model/framework.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'

export const EFFECT_BELIEFS: LearningAlgorithm = {
  id: 'normal-effect-beliefs',
  description:
    'A normal belief per strategy and metric: the manifest’s expected change as prior, updated by each outcome and by predictions from the target.',
}

/** The engine that decides, with what it really does: each entry names a mechanism of the loop. */
export const automationEngine = (optimizers: readonly AutomatedOptimizer[]): AutomationEngine => ({
  id: 'automation-engine',
  name: 'Automation engine',
  decisionTree: {
    nodes: [
      {
        id: 'applies',
        question: 'Do the strategy’s conditions hold on measured metrics?',
        whenYes: 'prerequisites',
        whenNo: 'skip: the values are shown',
      },
      {
        id: 'prerequisites',
        question: 'Is every prerequisite met?',
        whenYes: 'candidates',
        whenNo: 'refuse: reason and remedy are shown',
      },
      {
        id: 'candidates',
        question: 'Did the strategy find something it can change safely?',
        whenYes: 'order',
        whenNo: 'skip: its refusals are shown',
      },
      {
        id: 'order',
        question:
          'Is it the one with the most expected gain a minute of proof (ml-assisted), or the next of the catalogue?',
        whenYes: 'policy',
        whenNo: 'later',
      },
      {
        id: 'policy',
        question: 'May it be tried without approval, or was approval given?',
        whenYes: 'apply and prove',
        whenNo: 'refuse: by whom and why is recorded',
      },
      {
        id: 'proved',
        question: 'Is it proved better, with nothing worse and nothing broken?',
        whenYes: 'keep as a commit',
        whenNo: 'put back; try the next candidate',
      },
    ],
  },
  policies: [DEFAULT_POLICY],
  safetyMechanisms: [
    { id: 'private-clone', description: 'Changes are made in a private clone; the user’s checkout is never edited.' },
    { id: 'journaled-changes', description: 'The inverse of each edit is durable before the edit happens.' },
    {
      id: 'guarded-verdicts',
      description: 'A change is kept only when every guard is shown not worse than tolerated.',
    },
    { id: 'loopback-only', description: 'The lab reaches loopback only; other hosts are blocked alike in both arms.' },
    { id: 'final-proof', description: 'The kept changes are proved together against the original, on fresh data.' },
  ],
  learningAlgorithms: optimizers.some(optimizer => optimizer.automation.learningEnabled) ? [EFFECT_BELIEFS] : [],
  adaptationStrategies: [
    {
      id: 'progressive',
      description: 'Beliefs move with the weight of the evidence: one outcome shifts them, several settle them.',
    },
  ],
  governanceRules: [
    {
      id: 'error-budget',
      description: 'All that a session tries shares one chance (0.5 %) of keeping something wrongly.',
    },
    {
      id: 'time-budget',
      description: 'A session stops proposing when its time is spent, in time for the final proof.',
    },
    { id: 'risk-approval', description: DEFAULT_POLICY.description },
  ],
})
