import { validRange } from 'semver'
import { z } from 'zod'
import { isDuration } from '../duration.js'
import { METRIC_NAMES, type MetricName } from '../metrics.js'
import type { ProfileId } from '../profile.js'
import type { BusinessMetric, Duration, RiskFactor, RiskLevel, RiskMitigation } from '../strategy.js'

/** The small words that manifests are made of. */

export const identifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
  error: 'a name of letters, digits, dots, hyphens and underscores',
})

export const text = z.string().min(1, { error: 'a text that is not empty' })

export const metricName = z.enum(METRIC_NAMES as [MetricName, ...MetricName[]])

export const duration = z.custom<Duration>(isDuration, {
  error: 'a length of time: a number and one of ms, s, m, h, d, w, e.g. "24h"',
})

export const semverRange = z.string().refine(range => range.trim() !== '' && validRange(range) !== null, {
  error: 'a semver range, e.g. ">=4.0.0"',
})

export const riskLevel = z.enum(['low', 'medium', 'high', 'critical'] satisfies RiskLevel[])

export const riskFactor = z.enum([
  'complexity-increase',
  'caching-strategy-changes',
  'dependency-management',
  'quality-degradation',
  'compatibility-issues',
  'processing-overhead',
  'bandwidth-contention',
  'load-order-changes',
] satisfies RiskFactor[])

export const riskMitigation = z.enum([
  'thorough-testing',
  'gradual-rollout',
  'monitoring-enhancement',
  'quality-thresholds',
  'fallback-formats',
  'performance-monitoring',
] satisfies RiskMitigation[])

export const businessMetric = z.enum([
  'conversionRate',
  'bounceRate',
  'seoScore',
  'userExperience',
] satisfies BusinessMetric[])

export const profileId = z.enum(['mobile', 'desktop', 'slow-mobile'] satisfies ProfileId[])

export const profileList = z.array(profileId).min(1, { error: 'at least one profile' })

export const seed = z.int({ error: 'a whole number' }).min(0, { error: 'a whole number, 0 or more' })

/** Refuses a list in which two elements share an id; `what` names them. */
export const uniqueIds = (what: string) => ({
  check: (elements: readonly { readonly id: string }[]) =>
    new Set(elements.map(({ id }) => id)).size === elements.length,
  error: `${what} with different ids`,
})
