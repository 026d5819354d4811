/** Paths of everything in a value that is not a plain object, a list, a text, a number, true, false, null, or a regular expression. */
export function notPlain(value: unknown, path = ''): string[] {
  if (value === null || ['string', 'boolean'].includes(typeof value) || value instanceof RegExp) return []
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path]
  if (Array.isArray(value)) return value.flatMap((element, i) => notPlain(element, `${path}[${i}]`))
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return [path]
  return Object.entries(value).flatMap(([key, inside]) => notPlain(inside, path === '' ? key : `${path}.${key}`))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp)

type Path = readonly string[]

/** Paths of every object in a configuration, itself included, and of every value that is none. */
export function paths(value: unknown, at: Path = []): { objects: Path[]; leaves: Path[] } {
  if (!isObject(value)) return { objects: [], leaves: [at] }
  const inside = Object.entries(value).map(([key, child]) => paths(child, [...at, key]))
  return { objects: [at, ...inside.flatMap(one => one.objects)], leaves: inside.flatMap(one => one.leaves) }
}

/** A copy of a configuration in which the value at a path is another. */
export function replaced(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement
  const object = isObject(value) ? value : {}
  return { ...object, [key]: replaced(object[key], rest, replacement) }
}
