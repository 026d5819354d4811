import type { BuildCheck } from '../model/check.js'
import type { Proving } from '../model/proving.js'
import { redactText } from '../model/redaction/index.js'
import type { OptimizationAutomationReport } from '../model/session.js'

export interface JsonOptions {
  /** Keep the pictures of pages (filmstrips and screenshots): megabytes; default false. */
  readonly pictures?: boolean
}

/** What the JSON says it is: the `$id` of `schema/report.schema.json`, which is in the package. */
export const REPORT_SCHEMA = 'urn:tunewright:schema:report:1'
export const REPORT_VERSION = 1

/** The same of a comparison: the `$id` of `schema/comparison.schema.json`. */
export const COMPARISON_SCHEMA = 'urn:tunewright:schema:comparison:1'
export const COMPARISON_VERSION = 1

/** The same of the check of a build: the `$id` of `schema/check.schema.json`. */
export const CHECK_SCHEMA = 'urn:tunewright:schema:check:1'
export const CHECK_VERSION = 1

/** Fields that are left out unless pictures are asked for. */
export const OPTIONAL_PICTURES: ReadonlySet<string> = new Set([
  'filmstrips',
  'filmstrip',
  'screenshotBase64',
  'screenshots',
])

/**
 * A report, a session or an analysis as plain JSON data: dates in ISO 8601, regular expressions as their source, numbers that
 * are not finite as null. The values of a target's environment are never written: only the names; other
 * secrets are taken out of every text.
 */
export function toJson(value: unknown, options: JsonOptions = {}): unknown {
  const keepPictures = options.pictures ?? false
  const convert = (input: unknown, key: string): unknown => {
    if (typeof input === 'string') return redactText(input)
    if (input instanceof Date) return Number.isNaN(input.getTime()) ? null : input.toISOString()
    if (input instanceof RegExp) return String(input)
    if (typeof input === 'number') return Number.isFinite(input) ? input : null
    if (typeof input === 'bigint') return String(input)
    if (typeof input === 'function' || typeof input === 'symbol') return undefined
    if (Array.isArray(input)) return input.map(item => convert(item, '') ?? null)
    if (typeof input !== 'object' || input === null) return input
    if (input instanceof AbortSignal) return undefined
    if (key === 'environment') return Object.fromEntries(Object.keys(input).map(name => [name, '(not stored)']))
    const entries = Object.entries(input)
      .filter(([name]) => keepPictures || !OPTIONAL_PICTURES.has(name))
      .map(([name, item]) => [redactText(name), convert(item, name)] as const)
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
  }
  return convert(value, '')
}

/** The whole report as JSON text on one line, as `schema/report.schema.json` describes it. */
export const reportToJson = (report: OptimizationAutomationReport, options: JsonOptions = {}): string =>
  JSON.stringify({ $schema: REPORT_SCHEMA, version: REPORT_VERSION, ...(toJson(report, options) as object) })

/** A whole comparison as JSON text on one line, as `schema/comparison.schema.json` describes it. */
export const comparisonToJson = (proving: Proving, options: JsonOptions = {}): string =>
  JSON.stringify({ $schema: COMPARISON_SCHEMA, version: COMPARISON_VERSION, ...(toJson(proving, options) as object) })

/** The check of a build as JSON text on one line, as `schema/check.schema.json` describes it. */
export const checkToJson = (check: BuildCheck): string =>
  JSON.stringify({ $schema: CHECK_SCHEMA, version: CHECK_VERSION, ...(toJson(check) as object) })
