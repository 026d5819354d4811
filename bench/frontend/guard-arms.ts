import { countArms } from '../../src/experiment/count-arms.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import { serveArm } from '../../src/instruments/serving/index.js'
import type { Breakage } from '../../src/model/experiment.js'
import type { TargetSystem } from '../../src/model/target.js'
import { quiet } from '../bundle/runtime.js'
import type { BenchOptions } from '../row.js'
import { type FrontendArm, UNTOUCHED } from './arms.js'

const isBreakage = ({ check }: Breakage): boolean => check !== 'confound'

const inWords = ({ check, page, message }: Breakage): string => `${check}, ${page}: ${message}`

const samePlace = (one: Breakage, other: Breakage): boolean => one.check === other.check && one.page === other.page

/**
 * Takes every arm through the guard of an experiment, against the untouched project: its pages on a phone and on a desktop, and what is
 * linked beyond them. What is broken is looked at once more, from the beginning: what a busy machine did once is nobody's fault.
 * @param pagesOf where an arm is looked at
 * @returns by arm, what is broken both times
 */
export const guardArms = async (
  target: TargetSystem,
  arms: readonly FrontendArm[],
  pagesOf: (arm: string) => TargetSystem['pages'],
  lab: Lab,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const baseline = arms.find(({ name }) => name === UNTOUCHED)!.built
  const broken: Record<string, readonly string[]> = {}
  for (const { name, built } of arms) {
    if (built.root === baseline.root) {
      broken[name] = []
      continue
    }
    const look = async (): Promise<readonly Breakage[]> => {
      progress(`${target.name}: the guard, ${name}`)
      const { breakages } = await countArms(
        {
          target: { pages: pagesOf(name), ...(target.flows && { flows: target.flows }) },
          profiles: ['mobile', 'desktop'],
          arms: { baseline, candidate: built },
          lab,
          serve: arm => serveArm(arm, target, { logger: quiet, signal }),
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
        part => part.breakages.some(isBreakage),
      )
      return breakages.filter(isBreakage)
    }
    const first = await look()
    const again = first.length === 0 ? [] : await look()
    broken[name] = again.filter(one => first.some(other => samePlace(one, other))).map(inWords)
  }
  return broken
}
