/** P(Z <= z) of the standard normal: Marsaglia's series near the middle (J. Stat. Software 11(4), 2004), a continued fraction in the tails. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z)
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  if (z > -3) {
    let term = z
    let sum = z
    for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= (z * z) / i
      sum += term
    }
    return 0.5 + sum * density
  }
  let fraction = -z
  for (let k = 150; k >= 1; k--) fraction = -z + k / fraction
  return density / fraction
}

/** The z below which a share `p` lies, 0 < p < 1: bisection on the cdf, in the lower half where it keeps its accuracy. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability must lie between 0 and 1, not ${p}`)
  if (p > 0.5) return -normalQuantile(1 - p)
  let low = -40
  let high = 0
  for (let i = 0; i < 200 && high - low > 1e-14; i++) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
