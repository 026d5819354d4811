import { emptyLedger, runExperiment, SESSION_ALPHA, spendAlpha } from '../../src/experiment/index.js'
import { rateUpperBound } from '../../src/experiment/statistics/binomial.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import { MOST_BLOCKS } from '../../src/loop/expected-blocks.js'
import type { Verdict } from '../../src/model/experiment.js'
import { type Bench, type BenchOptions, goalRow } from '../row.js'
import { columns } from '../table.js'
import { withFolder } from '../with-folder.js'
import { withLab } from '../with-lab.js'
import { NULL_CHANGES, type NullChange } from './changes-that-do-nothing.js'
import { copiedArm } from './copied-arm.js'
import { PROOF_PAGES, type ProofSite, serveSite } from './sites/index.js'

/** Of each change on each page: 28 in all. */
const SESSIONS = 2
/** For one session. */
const BUDGET = 5 * 60_000

interface RealSession {
  readonly page: string
  readonly change: string
  readonly verdict: Verdict
  readonly seconds: number
}

/** Whole experiments in a real browser on real changes that do nothing: each that is kept was kept wrongly. */
export const realSessionsBench: Bench = {
  name: 'proof-sessions',
  title: 'Real-browser sessions on changes that do nothing (a comment, a renamed chunk): how many are kept',
  data: null,
  async run(options) {
    const sessions: RealSession[] = []
    await withLab(options.signal, async lab => {
      for (const page of PROOF_PAGES)
        await withFolder(folder =>
          page.with(folder, lab, options, async site => {
            for (const change of NULL_CHANGES)
              for (let turn = 0; turn < SESSIONS; turn++)
                sessions.push(await runSession(page.name, site, change, turn, lab, options))
          }),
        )
    })
    return report(sessions)
  },
}

const runSession = (
  page: string,
  site: ProofSite,
  change: NullChange,
  turn: number,
  lab: Lab,
  { signal, progress }: BenchOptions,
): Promise<RealSession> =>
  withFolder(async folder => {
    const started = Date.now()
    const { verdict } = await runExperiment({
      target: site.target,
      profiles: ['mobile'],
      arms: await copiedArm(site, folder, change),
      lab,
      serve: serveSite(site, signal),
      criteria: [],
      rollbackTriggers: [],
      constraints: [],
      alpha: spendAlpha(emptyLedger(SESSION_ALPHA), 'first').alpha,
      maxBlocks: MOST_BLOCKS,
      deadline: started + BUDGET,
      seed: `${page} ${change.name} ${turn}`,
      signal,
    })
    const seconds = Math.round((Date.now() - started) / 1000)
    progress(
      `${page}, ${change.name}: ${verdict.outcome} after ${verdict.blocks} blocks, ${seconds} s. ${verdict.reason}`,
    )
    return { page, change: change.name, verdict, seconds }
  })

function report(sessions: readonly RealSession[]) {
  const kept = sessions.filter(({ verdict }) => verdict.outcome === 'kept').length
  const broken = sessions.filter(({ verdict }) => verdict.breakages.length > 0).length
  const bound = (100 * rateUpperBound(kept, sessions.length)).toFixed(1)
  const rows = [
    goalRow({
      measure: `changes that do nothing kept, of ${sessions.length} real sessions`,
      unit: 'sessions',
      ours: kept,
      others: {},
      goal: 0,
    }),
    goalRow({
      measure: `changes that do nothing called a breakage, of ${sessions.length} real sessions`,
      unit: 'sessions',
      ours: broken,
      others: {},
      goal: 0,
    }),
  ]
  const table = columns([
    ['', 'change', 'outcome', 'blocks', 'seconds'],
    ...sessions.map(({ page, change, verdict, seconds }) => [
      page,
      change,
      verdict.outcome,
      String(verdict.blocks),
      String(seconds),
    ]),
  ])
  return { rows, notes: [table, `kept: ${kept} of ${sessions.length}, a rate of at most ${bound} % (95 %)`] }
}
