import type { PageContent } from './page/read-content.js'

/** The largest LCP that passes, ms. */
const GOOD_LCP = 2_500

/**
 * The seoScore: the share of checks that pass. LCP is the eighth check, and counts only where it was measured under a profile.
 * @param lcp median of timed loads, ms
 */
export const searchReadiness = (checks: PageContent['checks'], status: number, lcp?: number): number => {
  const passed = [...Object.values(checks), status === 200, ...(lcp === undefined ? [] : [lcp < GOOD_LCP])]
  return passed.filter(Boolean).length / passed.length
}

/** Completes a survey's score, made of seven checks, by that of LCP. */
export const withLcpCheck = (surveyScore: number, lcp: number): number =>
  (surveyScore * 7 + (lcp < GOOD_LCP ? 1 : 0)) / 8
