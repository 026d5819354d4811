/**
 * The results of work that goes on side by side, once all of it has ended: where one part fails, nothing goes on behind the caller's back.
 * @throws what the first of the failed parts, in their order, threw
 */
export async function allSettled<T extends readonly unknown[]>(
  work: {
    readonly [K in keyof T]: Promise<T[K]>
  },
): Promise<T> {
  await Promise.allSettled(work)
  const results: unknown[] = []
  for (const part of work) results.push(await part)
  return results as unknown as T
}
