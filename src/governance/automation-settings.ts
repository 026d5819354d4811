import type { SettingEffect } from '../model/actuator.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'

const LIVE = 'acts on live rollouts; in the lab there are none'
const VISITS = 'needs real visits'

const DECIDING: Record<AutomatedOptimizer['automation']['decisionMaking'], string> = {
  'ml-assisted': 'the strategy with the most expected gain a minute of proof is tried next',
  'rule-based': 'strategies are tried in the order in which the optimizer lists them',
  manual: 'each candidate is asked for before it is tried',
}

const FEATURES: Record<AutomatedOptimizer['learning']['features'][number], string | null> = {
  'performance-metrics': 'what was measured of the target is kept beside each outcome',
  'optimization-outcomes': 'beliefs move with the outcomes of proved candidates',
  'user-behavior': null,
  'business-metrics': null,
}

/** What each value of an optimizer's `automation`, `learning` and `rollback` does in the lab, or why it does nothing there. */
export function automationSettings({ automation, learning, rollback }: AutomatedOptimizer): SettingEffect[] {
  const acts = (key: string, note: string): SettingEffect => ({ key, effect: 'acts', note })
  const idle = (key: string, note: string): SettingEffect => ({ key, effect: 'without-effect', note })
  const remembered = automation.learningEnabled && learning.algorithm !== 'none'
  return [
    acts('automation.decisionMaking', DECIDING[automation.decisionMaking]),
    acts(
      'automation.executionMode',
      automation.executionMode === 'gradual-rollout'
        ? 'a gradual rollout of each kept change is recorded as due'
        : 'kept changes are handed over at once; no rollout is due unless a mitigation asks for one',
    ),
    acts(
      'automation.approvalRequired',
      automation.approvalRequired
        ? 'each candidate is asked for before it is tried'
        : 'only changes of critical risk are asked for',
    ),
    idle('automation.rollbackAutomation', `what is not kept is always put back in the private clone; ${LIVE}`),
    acts('automation.learningEnabled', remembered ? 'outcomes are remembered' : 'outcomes are not remembered'),
    acts(
      'learning.algorithm',
      learning.algorithm === 'none'
        ? 'beliefs stay as the manifests and the predictions have them'
        : 'beliefs of effects are updated by each outcome and choose what is tried next',
    ),
    ...learning.features.map(feature => {
      const note = FEATURES[feature]
      return note === null ? idle(`learning.features.${feature}`, VISITS) : acts(`learning.features.${feature}`, note)
    }),
    acts(
      'learning.updateFrequency',
      learning.updateFrequency === 'continuous'
        ? 'an outcome counts for the next decision already'
        : 'outcomes count from the next session on',
    ),
    acts(
      'learning.adaptationStrategy',
      learning.adaptationStrategy === 'progressive'
        ? 'every outcome counts: one shifts a belief, several settle it'
        : 'only the latest outcome of a strategy counts',
    ),
    idle('rollback.automatic', `what is not kept is always put back in the private clone; ${LIVE}`),
    ...rollback.triggers.map(trigger =>
      trigger === 'business-metric-decline'
        ? idle(`rollback.triggers.${trigger}`, VISITS)
        : acts(`rollback.triggers.${trigger}`, 'guarded in every proof: shown worse, a change is put back'),
    ),
    idle('rollback.speed', `putting back in the private clone is immediate; ${LIVE}`),
    idle(
      'rollback.validation',
      'always automated here: the clone is compared with what it was, byte for byte, after each change put back',
    ),
  ]
}
