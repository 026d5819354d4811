import { remembered } from '../../system/remembered.js'
import { incompleteBeta } from './special-functions.js'

/** P(T > t) of Student's t (Student 1908) with `degrees` > 0 degrees of freedom; keeps its relative accuracy far out. */
export function studentSurvival(t: number, degrees: number): number {
  // Each half of the identity is exact where the other cancels.
  const tail =
    t * t < degrees
      ? 0.5 - 0.5 * incompleteBeta((t * t) / (degrees + t * t), 0.5, degrees / 2)
      : 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  return t >= 0 ? tail : 1 - tail
}

/** P(T <= t). */
export const studentCdf = (t: number, degrees: number): number => studentSurvival(-t, degrees)

/** The t that is exceeded with probability `alpha`, for 0 < alpha < 1. By bisection: it cannot run away, whatever the tail. */
export function studentUpperQuantile(alpha: number, degrees: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie between 0 and 1, not ${alpha}`)
  return alpha > 0.5 ? -searchQuantile(1 - alpha, degrees) : searchQuantile(alpha, degrees)
}

/** An experiment asks for the same few again and again. */
const searchQuantile = remembered(10_000, (alpha: number, degrees: number): number => {
  let high = 1
  while (studentSurvival(high, degrees) > alpha) high *= 2
  let low = 0
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2
    if (studentSurvival(middle, degrees) > alpha) low = middle
    else high = middle
  }
  return (low + high) / 2
})

/** The t below which a share `p` lies. */
export const studentQuantile = (p: number, degrees: number): number => -studentUpperQuantile(p, degrees)
