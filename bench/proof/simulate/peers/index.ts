import { kayenta } from './kayenta.js'
import { lighthouseMedians } from './lighthouse.js'
import { peekedZ } from './peeked-z.js'
import type { Peer } from './peer.js'
import { tachometer } from './tachometer.js'
import { welchAdaptive } from './welch-adaptive.js'

export const PEERS: readonly Peer[] = [welchAdaptive, tachometer, peekedZ, kayenta, lighthouseMedians]
