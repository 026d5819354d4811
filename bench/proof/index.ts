import type { Bench } from '../row.js'
import { guardNote, guardRows, measureGuard } from './guard.js'
import { RECORDED } from './record.js'
import { type RecordedPage, readRecordedPages } from './recorded-blocks.js'
import { errorNote, errorRow, type MeasuredError, type MeasuredPower, powerNote, powerRows } from './report.js'
import { PEERS } from './simulate/peers/index.js'
import { FIVE_PERCENT, NOW_AND_THEN, SCENARIOS } from './simulate/scenarios.js'
import { comparisons, peerComparisons } from './simulate/sessions.js'
import { sideBySide } from './simulate/side-by-side.js'

const SESSIONS = 10_000
/** Peers need more samples and show their rates in fewer sessions. */
const PEER_SESSIONS = 1_000
/** Comparisons of each page. */
const COMPARISONS = 1_000

/** How often something is kept wrongly, and what a true effect takes to be found, beside how others decide on the same blocks. */
export const proofBench: Bench = {
  name: 'proof',
  title: 'Errors and power of the engine on blocks recorded in the lab, beside the rules of others on the same blocks',
  data: 'a folder of blocks that `proof-record` wrote; without it, those that come with the bench',
  async run(options) {
    const { data, signal, progress } = options
    const recorded = data ?? RECORDED
    const pages = await readRecordedPages(recorded)
    const errors: MeasuredError[] = []
    for (const scenario of SCENARIOS) {
      progress(`${scenario.name}: ${SESSIONS} sessions`)
      const of = (sessions: number, peer?: string) =>
        sideBySide({ scenario: scenario.name, sessions, recorded, ...(peer !== undefined && { peer }) }, signal)
      const ours = await of(SESSIONS)
      const others = []
      for (const peer of PEERS) {
        progress(`${scenario.name}: ${PEER_SESSIONS} sessions by ${peer.name}`)
        others.push({ name: peer.name, result: await of(PEER_SESSIONS, peer.name) })
      }
      errors.push({ scenario: scenario.name, remark: scenario.remark, ours, others })
    }
    const power: MeasuredPower[] = []
    for (const page of pages) {
      progress(`${FIVE_PERCENT.name}: ${page.page}`)
      power.push(measurePower(page))
    }
    const guard = await measureGuard(options)
    return {
      rows: [...errors.map(errorRow), ...powerRows(power), ...guardRows(guard)],
      notes: [...errors.map(errorNote), powerNote(power), guardNote(guard)],
    }
  },
}

const measurePower = (page: RecordedPage): MeasuredPower => ({
  page: page.page,
  looking: page.looking,
  nowAndThen: comparisons(page, NOW_AND_THEN, COMPARISONS / 10),
  ours: comparisons(page, FIVE_PERCENT, COMPARISONS),
  others: PEERS.map(peer => ({
    name: peer.name,
    result: peerComparisons(peer, page, FIVE_PERCENT, COMPARISONS / 10),
  })),
})
