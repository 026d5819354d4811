/** Maps with at most `limit` under way at once, results in order. The first error ends it, once those under way have. */
export const mapBounded = async <T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = new Array<R>(items.length)
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++
      results[index] = await map(items[index] as T, index)
    }
  }
  const settled = await Promise.allSettled(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker))
  const failed = settled.find(s => s.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return results
}
