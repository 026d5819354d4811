import {
  createRandom,
  emptyLedger,
  type Random,
  recordKept,
  SESSION_ALPHA,
  spendAlpha,
} from '../../../src/experiment/index.js'
import { MOST_BLOCKS } from '../../../src/loop/expected-blocks.js'
import type { Verdict } from '../../../src/model/experiment.js'
import type { RecordedPage } from '../recorded-blocks.js'
import { blockStream, type SimulatedBlock } from './block-stream.js'
import { decideOn } from './ours.js'
import type { Peer, PeerVerdict } from './peers/peer.js'
import type { Scenario } from './scenarios.js'

/** Candidates of a session, each of which would be wrong to keep. */
const CANDIDATES = 3

/** Standard deviation of what an instance adds to all its times, as a log: beside what the recorded instances had of their own. */
export const INSTANCE_DRIFT = 0.005

export interface SessionsOptions {
  readonly pages: readonly RecordedPage[]
  readonly scenario: Scenario
  readonly sessions: number
  readonly seed: string
  /** Only every so many of them, from this one on: parts that are simulated side by side are those of the whole. */
  readonly part?: Part
}

export interface Part {
  readonly index: number
  readonly of: number
}

/** In how many sessions something was kept that should not have been, and the blocks they took. */
export interface WronglyKept {
  readonly sessions: number
  readonly wrong: number
  /** A candidate's, on average. */
  readonly blocks: number
}

type Stream = (turn: number) => Generator<SimulatedBlock, never>

/** A page at random for each session, and the same blocks for whoever decides. */
function overSessions(
  o: SessionsOptions,
  runSession: (stream: Stream) => { wrong: boolean; blocks: number },
): WronglyKept {
  const random = createRandom(o.seed)
  const { index, of } = o.part ?? { index: 0, of: 1 }
  let [sessions, wrong, blocks] = [0, 0, 0]
  for (let session = 0; session < o.sessions; session++) {
    const page = o.pages[random.integer(o.pages.length)]!
    const seed = random.integer(2 ** 31)
    if (session % of !== index) continue
    sessions++
    const stream: Stream = turn => streamOf(page, o.scenario, session + turn, createRandom(`${seed} ${turn}`))
    const ran = runSession(stream)
    if (ran.wrong) wrong++
    blocks += ran.blocks
  }
  return { sessions, wrong, blocks: blocks / Math.max(1, sessions) / CANDIDATES }
}

/** Sessions of Tunewright: α is spent over the candidates as a session spends it. */
export const ourSessions = (o: SessionsOptions): WronglyKept =>
  overSessions(o, stream => {
    let ledger = emptyLedger(SESSION_ALPHA)
    let [wrong, blocks] = [false, 0]
    for (let turn = 0; turn < CANDIDATES; turn++) {
      const spent = spendAlpha(ledger, String(turn))
      ledger = spent.ledger
      const verdict = decideOn(stream(turn), { alpha: spent.alpha, maxBlocks: MOST_BLOCKS })
      blocks += verdict.blocks
      if (verdict.outcome !== 'kept') continue
      wrong = true
      ledger = recordKept(ledger, String(turn))
    }
    return { wrong, blocks }
  })

/** The same sessions under somebody else's rule. */
export const peerSessions = (peer: Peer, o: SessionsOptions): WronglyKept =>
  overSessions(o, stream => {
    let [wrong, blocks] = [false, 0]
    for (let turn = 0; turn < CANDIDATES; turn++) {
      const verdict = peer.decide(stream(turn))
      wrong ||= verdict.kept
      blocks += verdict.blocks
    }
    return { wrong, blocks }
  })

/** One comparison of a first candidate, with what it took. */
export interface Comparison {
  readonly verdict: Verdict
  /** By the recorded blocks' own time and that of looking at both arms, ms. */
  readonly milliseconds: number
}

const streamOf = (page: RecordedPage, scenario: Scenario, turn: number, random: Random) =>
  blockStream({
    page,
    effects: scenario.effects(page, turn),
    instanceDrift: INSTANCE_DRIFT,
    blocksPerInstance: 1,
    random,
  })

/** The blocks of a comparison on a page: the same for whoever decides. */
const streamOfComparison = (page: RecordedPage, scenario: Scenario, turn: number) =>
  streamOf(page, scenario, turn, createRandom(`${scenario.name} ${page.page} ${turn}`))

/** Comparisons on one page under a truth that is to be found. */
export function comparisons(page: RecordedPage, scenario: Scenario, count: number): readonly Comparison[] {
  const perBlock = page.blocks.reduce((sum, block) => sum + block.milliseconds, 0) / page.blocks.length
  const { alpha } = spendAlpha(emptyLedger(SESSION_ALPHA), 'first')
  return Array.from({ length: count }, (_, turn) => {
    const verdict = decideOn(streamOfComparison(page, scenario, turn), { alpha, maxBlocks: MOST_BLOCKS })
    return { verdict, milliseconds: page.looking + verdict.blocks * perBlock }
  })
}

/** What a peer makes of such a comparison. */
export type PeerComparison = PeerVerdict

export const peerComparisons = (
  peer: Peer,
  page: RecordedPage,
  scenario: Scenario,
  count: number,
): readonly PeerComparison[] =>
  Array.from({ length: count }, (_, turn) => peer.decide(streamOfComparison(page, scenario, turn)))
