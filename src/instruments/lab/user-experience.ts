import type { MetricValues } from '../../model/metrics.js'

/** A log-normal curve by the value that scores 0.9 and the one that scores 0.5. */
interface Curve {
  readonly p10: number
  readonly median: number
}

/** Lighthouse's curves (version 12, mobile and desktop) for the vitals of a load. */
const CURVES: Readonly<Record<'mobile' | 'desktop', Readonly<Record<string, Curve>>>> = {
  mobile: {
    'first-contentful-paint': { p10: 1_800, median: 3_000 },
    'largest-contentful-paint': { p10: 2_500, median: 4_000 },
    'total-blocking-time': { p10: 200, median: 600 },
    'cumulative-layout-shift': { p10: 0.1, median: 0.25 },
  },
  desktop: {
    'first-contentful-paint': { p10: 934, median: 1_600 },
    'largest-contentful-paint': { p10: 1_200, median: 2_400 },
    'total-blocking-time': { p10: 150, median: 350 },
    'cumulative-layout-shift': { p10: 0.1, median: 0.25 },
  },
}

/** The normal distribution's 0.9 quantile. */
const Z90 = 1.2815515655446004

/** Score (0–1) of a value on a log-normal curve: 0.9 at `p10`, 0.5 at the median. */
export const logNormalScore = ({ p10, median }: Curve, value: number): number => {
  if (value <= 0) return 1
  const deviations = ((Math.log(value) - Math.log(median)) / (Math.log(median) - Math.log(p10))) * Z90
  return (1 - errorFunction(deviations / Math.SQRT2)) / 2
}

/** Mean of the vitals' scores, 0–1; null where one of them was not measured. */
export const userExperience = (metrics: MetricValues, device: 'mobile' | 'desktop'): number | null => {
  const scores: number[] = []
  for (const [name, curve] of Object.entries(CURVES[device])) {
    const value = metrics[name as keyof MetricValues]
    if (value === undefined) return null
    scores.push(logNormalScore(curve, value))
  }
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** Abramowitz and Stegun 7.1.26, within 1.5e-7. */
const errorFunction = (x: number): number => {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return Math.sign(x) * (1 - tail * Math.exp(-x * x))
}
