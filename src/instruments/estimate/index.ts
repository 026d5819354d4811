export { estimateChange, type RecordedPair } from './estimate-change.js'
export { estimateLoad } from './estimate-load.js'
