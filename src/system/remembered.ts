/** A function of numbers that is asked the same again and again, with its answers kept: at most so many, then all are forgotten. */
export function remembered<A extends readonly number[], R>(
  most: number,
  answer: (...asked: A) => R,
): (...asked: A) => R {
  const known = new Map<string, R>()
  return (...asked) => {
    const key = asked.join(' ')
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const now = answer(...asked)
    known.set(key, now)
    return now
  }
}
