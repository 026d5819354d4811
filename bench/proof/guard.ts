import { mapBounded } from '../../src/system/map-bounded.js'
import { PASSWORD } from '../../test/guard-corpus/flow-of.js'
import { type HeldGuard, holdGuard, summarize } from '../../test/guard-corpus/hold-guard.js'
import { breakages, harmless } from '../../test/guard-corpus/index.js'
import { type BenchOptions, goalRow, type Row } from '../row.js'
import { withLab } from '../with-lab.js'

/** Cases at a time: nothing is timed, and a look mostly waits. */
const AT_ONCE = 3

/** Takes every breakage and every harmless difference of the corpus through the guard, by the path of an experiment. */
export function measureGuard({ signal, progress }: BenchOptions): Promise<HeldGuard> {
  process.env[PASSWORD.env] = PASSWORD.value
  return withLab(signal, async lab => {
    let done = 0
    const cases = [...breakages, ...harmless]
    const held = await mapBounded(cases, AT_ONCE, async subject => {
      signal.throwIfAborted()
      const one = await holdGuard(lab, subject)
      progress(`the guard: ${subject.kind} ${subject.id}, ${++done} of ${cases.length}`)
      return one
    })
    return summarize(held)
  })
}

export const guardRows = ({ missed, falseAlarms, breakages, harmless }: HeldGuard): readonly Row[] => [
  goalRow({
    measure: `breakages that the guard misses, of ${breakages}`,
    unit: 'cases',
    ours: missed.length,
    others: {},
    goal: 0,
  }),
  goalRow({
    measure: `harmless differences called a breakage, of ${harmless}`,
    unit: 'cases',
    ours: falseAlarms.length,
    others: {},
    goal: 0,
  }),
]

export const guardNote = ({ missed, falseAlarms, secondsPerPage }: HeldGuard): string =>
  [
    `the guard, ${Math.round(secondsPerPage)} s for all looks at a page, several cases at a time`,
    `missed: ${missed.join(', ') || 'none'}`,
    `called a breakage: ${falseAlarms.join(', ') || 'none'}`,
  ].join('\n')
