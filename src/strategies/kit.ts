/**
 * What strategies are written with, also those outside of this repository (`tunewright/strategy`): types, the schemas' own zod, and what our
 * strategies read and edit pages by.
 */
export { z } from 'zod'
export type * from '../model/actuator.js'
export type * from '../model/change.js'
export { type ErrorCode, TunewrightError } from '../model/errors.js'
export { type MetricName, type MetricValues, metric } from '../model/metrics.js'
export type * from '../model/observation.js'
export type * from '../model/strategy.js'
export type * from '../model/target.js'
export type { TargetKind } from '../model/target-kind.js'
export { median } from '../system/median.js'
export { defineStrategy, type OwnStrategy, type StrategyContext } from './define-strategy.js'
export { attribute, elements } from './html/elements.js'
export { type HtmlSource, HtmlSources } from './html/html-source.js'
export { insertInHead, type ParsedPage, parsePage } from './html/insert-in-head.js'
export { observedPages } from './html/observed-pages.js'
export { parseSheet } from './html/parse-sheet.js'
export { servedTexts } from './html/served-texts.js'
export type { StrategyModule } from './strategy-module.js'
