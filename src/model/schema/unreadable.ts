import { messageOf } from '../errors.js'
import { type Problem, pathText } from './problems.js'

/** So deep nothing is that we know. */
const DEEPEST = 30

/** Where reading a value throws (a getter, a proxy), or undefined where it does not as far as we look. */
function unreadableAt(value: unknown, path: readonly PropertyKey[], seen: Set<object>): Problem | undefined {
  if (typeof value !== 'object' || value === null || seen.has(value) || path.length > DEEPEST) return undefined
  seen.add(value)
  try {
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      const at = [...path, key]
      let inner: unknown
      try {
        inner = Reflect.get(value, key)
      } catch (thrown) {
        return unreadable(at, thrown)
      }
      const found = unreadableAt(inner, at, seen)
      if (found) return found
    }
    return undefined
  } catch (thrown) {
    return unreadable(path, thrown)
  }
}

const unreadable = (path: readonly PropertyKey[], thrown: unknown): Problem => ({
  path: pathText(path),
  value: undefined,
  reading: messageOf(thrown),
  expected: 'plain data',
})

/** What is wrong with a value that could not be read to its end: the place where reading it throws, else the value as a whole. */
export const unreadableProblem = (value: unknown, thrown: unknown): Problem =>
  unreadableAt(value, [], new Set()) ?? unreadable([], thrown)
