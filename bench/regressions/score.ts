/** So many steps beside the truth a change counts as found. */
const MARGIN = 5

/**
 * The F1 of change points against what annotators marked, as the Turing Change Point Dataset's benchmark defines it (van den Burg & Williams, An evaluation of change point detection algorithms,
 * arXiv:2003.06222, 2020): precision against what any of them marked, recall as the mean over them; index 0 is a change that everybody knows.
 */
export function f1(annotations: readonly (readonly number[])[], found: readonly number[]): number {
  const marked = annotations.map(one => new Set([0, ...one]))
  const predicted = new Set([0, ...found])
  const anyone = new Set(marked.flatMap(one => [...one]))
  const precision = matched(anyone, predicted) / predicted.size
  const recall = marked.reduce((sum, one) => sum + matched(one, predicted) / one.size, 0) / marked.length
  return (2 * precision * recall) / (precision + recall)
}

/** How many of `truth` are met, each found change counted once. */
function matched(truth: ReadonlySet<number>, found: ReadonlySet<number>): number {
  const left = new Set(found)
  let count = 0
  for (const place of [...truth].sort((a, b) => a - b)) {
    const [nearest] = [...left]
      .filter(one => Math.abs(one - place) <= MARGIN)
      .sort((a, b) => Math.abs(a - place) - Math.abs(b - place) || a - b)
    if (nearest === undefined) continue
    left.delete(nearest)
    count++
  }
  return count
}
