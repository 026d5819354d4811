import { loadavg } from 'node:os'
import { join } from 'node:path'
import { estimateChange } from '../../src/instruments/estimate/index.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import { type ServedArm, serveArm } from '../../src/instruments/serving/index.js'
import type { EstimatedEffect } from '../../src/model/estimate.js'
import type { PageLoad } from '../../src/model/observation.js'
import { PROFILES, type Profile } from '../../src/model/profile.js'
import { median } from '../../src/system/median.js'
import { quiet } from '../bundle/runtime.js'
import { type Bench, type BenchOptions, goalRow } from '../row.js'
import { columns } from '../table.js'
import { withFolder } from '../with-folder.js'
import { withLab } from '../with-lab.js'
import { type Change, changes, writeSite } from './sites.js'

const PAGE = { id: 'home', path: '/', weight: 1 }
/** Pairs of real loads of each change. */
const PAIRS = 6
/** A smaller change has no direction worth telling. */
const TELLING = 5

interface Predicted {
  readonly change: string
  readonly profile: string
  readonly estimate: EstimatedEffect
  /** Per cent, as the median of the pairs has it. */
  readonly real: number
}

/** How well the effect of a change on the times of loads is told from one recorded load of each arm. */
export const estimateBench: Bench = {
  name: 'estimate',
  title: 'Predicted against measured changes of FCP, LCP and load time, from one recorded load of each arm',
  data: null,
  async run(options) {
    return withLab(options.signal, lab =>
      withFolder(async folder => {
        const told: Predicted[] = []
        for (const [number, change] of (await changes()).entries()) {
          for (const profile of [PROFILES.mobile, PROFILES.desktop]) {
            options.progress(`${change.name}, ${profile.id}`)
            told.push(...(await predicted(lab, change, profile, join(folder, `${number}-${profile.id}`), options)))
          }
        }
        return { rows: rowsOf(told), notes: [notesOf(told)] }
      }),
    )
  },
}

const predicted = async (
  lab: Lab,
  change: Change,
  profile: Profile,
  folder: string,
  { signal }: BenchOptions,
): Promise<Predicted[]> => {
  const arms: ServedArm[] = []
  try {
    for (const [name, site] of Object.entries({ before: change.before, after: change.after })) {
      await writeSite(site, join(folder, name))
      arms.push(await serve(join(folder, name)))
    }
    const [before, after] = arms as [ServedArm, ServedArm]
    for (const arm of arms) await arm.warm()
    const baseline = await lab.record(before, PAGE, profile)
    const candidate = await lab.record(after, PAGE, profile)
    const pairs: { before: PageLoad; after: PageLoad }[] = []
    for (let pair = 0; pair < PAIRS; pair++) {
      signal.throwIfAborted()
      const one = await lab.load(pair % 2 === 0 ? before : after, PAGE, profile)
      const other = await lab.load(pair % 2 === 0 ? after : before, PAGE, profile)
      pairs.push(pair % 2 === 0 ? { before: one, after: other } : { before: other, after: one })
    }
    const loads = pairs.map(pair => pair.before)
    return estimateChange([{ weight: 1, baseline, candidate, loads }], profile).map(estimate => {
      const logs = pairs.map(pair =>
        Math.log(pair.after.metrics[estimate.metric]! / pair.before.metrics[estimate.metric]!),
      )
      return { change: change.name, profile: profile.id, estimate, real: 100 * Math.expm1(median(logs)) }
    })
  } finally {
    await Promise.all(arms.map(arm => arm.stop()))
  }
}

const serve = (root: string): Promise<ServedArm> =>
  serveArm(
    { revision: 'bench', root, bundleStatistics: null, buildMilliseconds: 0 },
    {
      id: 'site',
      name: 'site',
      framework: 'frontend',
      root,
      pages: [],
      serve: { kind: 'static', folder: '.' },
      environment: {},
    },
    { logger: quiet },
  )

const isWithin = ({ estimate, real }: Predicted): boolean => estimate.low <= real && real <= estimate.high

const isTurned = ({ estimate, real }: Predicted): boolean =>
  Math.abs(real) >= TELLING && Math.abs(estimate.change) >= TELLING && Math.sign(real) !== Math.sign(estimate.change)

const rowsOf = (told: readonly Predicted[]) => [
  goalRow({
    measure: 'error of a predicted change (median)',
    unit: 'percentage points',
    ours: median(told.map(({ estimate, real }) => Math.abs(estimate.change - real))),
    others: {},
    goal: 5,
  }),
  goalRow({
    measure: `changes of ${TELLING} % and more predicted in the other direction`,
    unit: 'count',
    ours: told.filter(isTurned).length,
    others: {},
    goal: 0,
  }),
  goalRow({
    measure: 'measured changes outside their 80 % interval',
    unit: 'share',
    ours: told.filter(one => !isWithin(one)).length / told.length,
    others: {},
    goal: 0.2,
  }),
]

const percent = (value: number): string => `${value.toFixed(1)} %`

const notesOf = (told: readonly Predicted[]): string =>
  `${columns([
    ['change', 'profile', 'metric', 'predicted', '80 %', 'measured', ''],
    ...told.map(one => [
      one.change,
      one.profile,
      one.estimate.metric,
      percent(one.estimate.change),
      `${percent(one.estimate.low)} to ${percent(one.estimate.high)}`,
      percent(one.real),
      isWithin(one) ? '' : 'outside',
    ]),
  ])}\nLoad of the machine at the end: ${loadavg()[0]!.toFixed(1)}. Of "nothing", what was measured is the noise of what all others are held against.`
