import { readRecordedPages } from '../recorded-blocks.js'
import { PEERS } from './peers/index.js'
import { SCENARIOS } from './scenarios.js'
import { ourSessions, peerSessions } from './sessions.js'
import type { PartAsked } from './side-by-side.js'

/** A part of the sessions in a process of its own: asked for by its one argument, answered on the standard output, both as JSON. */
const asked = JSON.parse(process.argv[2] ?? '') as PartAsked
const scenario = SCENARIOS.find(({ name }) => name === asked.scenario)
if (scenario === undefined) throw new Error(`there is no scenario ${asked.scenario}`)
const options = {
  pages: await readRecordedPages(asked.recorded),
  scenario,
  sessions: asked.sessions,
  seed: scenario.name,
  part: asked.part,
}
const peer = PEERS.find(({ name }) => name === asked.peer)
process.stdout.write(JSON.stringify(peer === undefined ? ourSessions(options) : peerSessions(peer, options)))
