/** Optimal string alignment distance (Damerau–Levenshtein without overlapping transpositions), ignoring case. */
function distance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()]
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1)
      }
      row.push(cost)
    }
    ;[beforeLast, last] = [last, row]
  }
  return last[to.length]!
}

/** Names by likeness to what was written, the likeliest first; of those equally near, one of the same length (`=>` is `>=`, not `>`). */
export const byLikeness = (written: string, names: readonly string[]): string[] =>
  names
    .map(name => ({ name, off: distance(written, name), longer: Math.abs(written.length - name.length) }))
    .sort((a, b) => a.off - b.off || a.longer - b.longer)
    .map(({ name }) => name)

/** @returns the name that was probably meant: at most a third of its letters off; undefined where none is that near. */
export function closest(written: string, names: readonly string[]): string | undefined {
  const [best] = byLikeness(written, names)
  if (best === undefined) return undefined
  return distance(written, best) <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined
}
