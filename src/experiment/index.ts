export {
  type AlphaLedger,
  emptyLedger,
  finalAttemptAlpha,
  nextAlpha,
  recordKept,
  SESSION_ALPHA,
  spendAlpha,
  wholeAttemptAlpha,
} from './alpha.js'
export { type BlockResult, runBlock } from './blocks.js'
export { blocksToShow } from './blocks-to-show.js'
export { compareServerTimes } from './confounds.js'
export { type CountedValues, countArm, countsUnder, type Twice } from './counted.js'
export { CRAWL_LIMIT, crawl } from './crawl.js'
export { type Continue, decide, noEarlierLooks } from './decide.js'
export {
  DEFAULT_TOLERANCE,
  type DecisionInput,
  FELT,
  FELT_MARGIN,
  GUARDS,
  JUDGED_BY,
  STAND_INS,
  savingsOf,
} from './decision-input.js'
export { type DisturbanceLimits, disturbanceLimits } from './disturbance.js'
export type { ExperimentOptions, ExperimentProgress } from './experiment-options.js'
export { type ExperimentRecord, isByRulesOfNow, isVerdict, recompute } from './experiment-record.js'
export { takeFilmstrips } from './filmstrips.js'
export { compareSurveys, type PageComparison, type SurveyComparison } from './guard.js'
export type { Arms, ExperimentLab, Serve, ServedArm } from './lab-port.js'
export type { LoadedPair } from './loaded-pair.js'
export { type FirstLook, firstLooks } from './other-looks.js'
export { headlineEffects, proveWhole, type WholeOptions, type WholeOutcome } from './prove-whole.js'
export { type ExperimentOutcome, runExperiment } from './run-experiment.js'
export { FIRST_LOOK } from './sequential/looks.js'
export { pageSeries } from './series.js'
export { createRandom, type Random } from './statistics/random.js'
export { standardDeviation, weightedMean } from './statistics/summary.js'
export { visitMetrics } from './visit.js'
export { describeEffect, formatPercent, formatValue } from './wording.js'
