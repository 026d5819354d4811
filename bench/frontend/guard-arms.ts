import { countArms } from '../../src/experiment/count-arms.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import { serveArm } from '../../src/instruments/serving/index.js'
import type { Breakage } from '../../src/model/experiment.js'
import type { PageSurvey } from '../../src/model/observation.js'
import type { TargetSystem } from '../../src/model/target.js'
import { quiet } from '../bundle/runtime.js'
import type { BenchOptions } from '../row.js'
import { type FrontendArm, UNTOUCHED } from './arms.js'

const isBreakage = ({ check }: Breakage): boolean => check !== 'confound'

const inWords = ({ check, page, message }: Breakage): string => `${check}, ${page}: ${message}`

/**
 * Takes every arm through the guard of an experiment, against the untouched project: each page on a phone and on a desktop, and what is
 * linked beyond them.
 * @returns by arm, what is broken
 */
export const guardArms = async (
  target: TargetSystem,
  arms: readonly FrontendArm[],
  lab: Lab,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const baseline = arms.find(({ name }) => name === UNTOUCHED)!.built
  const broken: Record<string, readonly string[]> = {}
  let baselineSurveys: readonly PageSurvey[] = []
  for (const { name, built } of arms) {
    if (built.root === baseline.root) {
      broken[name] = []
      continue
    }
    progress(`${target.name}: the guard, ${name}`)
    const part = await countArms(
      {
        target: { pages: target.pages, ...(target.flows && { flows: target.flows }) },
        profiles: ['mobile', 'desktop'],
        arms: { baseline, candidate: built },
        lab,
        serve: arm => serveArm(arm, target, { logger: quiet, signal }),
        baselineSurveys,
        criteria: [],
        rollbackTriggers: [],
        constraints: [],
        alpha: 0.002,
        maxBlocks: 4,
        deadline: Number.MAX_SAFE_INTEGER,
        seed: name,
        signal,
      },
      // As an experiment does: what is broken already is not looked at further.
      ({ breakages }) => breakages.some(isBreakage),
    )
    baselineSurveys = part.surveys.baseline
    broken[name] = part.breakages.filter(isBreakage).map(inWords)
  }
  return broken
}
