/** One place where two values that should be the same are not. */
export interface Difference {
  /** e.g. `effects[2].estimate` */
  readonly at: string
  readonly stored: unknown
  readonly found: unknown
}

/** Every place where two values of plain data differ, number by number; what is undefined is as if it were not there. */
export function differences(stored: unknown, found: unknown, at = ''): Difference[] {
  // `===` takes 0 and −0 for the same, which a database does as well.
  if (stored === found || (Number.isNaN(stored) && Number.isNaN(found))) return []
  if (typeof stored !== 'object' || typeof found !== 'object' || stored === null || found === null) {
    return [{ at, stored, found }]
  }
  const keys = [...new Set([...Object.keys(stored), ...Object.keys(found)])]
  return keys.flatMap(key => {
    const inside = Array.isArray(stored) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`
    return differences(Reflect.get(stored, key), Reflect.get(found, key), inside)
  })
}

/** How many numbers a value holds. */
export const countNumbers = (value: unknown): number =>
  typeof value === 'number'
    ? 1
    : typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, inside) => sum + countNumbers(inside), 0)
      : 0
