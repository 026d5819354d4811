import type { PrerequisiteResult } from '../../model/decision.js'
import type { PrerequisiteCheck } from '../../model/strategy.js'
import { checkBaseline } from './baseline.js'
import { type Met, met, type PrerequisiteContext, resultOf, type Unmet, unmet } from './check.js'
import { checkTool } from './tool.js'

export type { PrerequisiteContext } from './check.js'

function checkCapability(name: string, wanted: string, context: PrerequisiteContext): Met | Unmet {
  if (name === 'cdn-with-image-processing' && context.imageCdn)
    return met(`${wanted}: by the image CDN that is configured (${context.imageCdn.adapter})`)
  const how = context.capabilities.get(wanted)
  return how
    ? met(`${wanted}: ${how}`)
    : unmet(`${name} (${wanted}) is not configured`, `Configure ${name}, or use a strategy that does without it.`)
}

async function check(prerequisite: PrerequisiteCheck, context: PrerequisiteContext): Promise<Met | Unmet> {
  switch (prerequisite.type) {
    case 'tool':
      return checkTool(prerequisite, context)
    case 'metric':
      return checkBaseline(prerequisite, context)
    case 'infrastructure':
      return checkCapability(prerequisite.requirement, prerequisite.capability, context)
    case 'browser-support':
      return prerequisite.fallback === 'optional'
        ? met('a fallback is optional')
        : checkCapability(prerequisite.requirement, 'fallback', context)
  }
}

/** Checks each prerequisite of a strategy; where one is unmet the strategy is refused, with the reason and the remedy. */
export const checkPrerequisites = (
  prerequisites: readonly PrerequisiteCheck[],
  context: PrerequisiteContext,
): Promise<PrerequisiteResult[]> =>
  Promise.all(prerequisites.map(async item => resultOf(item, await check(item, context))))
