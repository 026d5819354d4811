import type { z } from 'zod'
import { byLikeness, closest } from './closest.js'
import { knownKeys } from './known-keys.js'

/** One thing that is wrong with a value that was handed in. */
export interface Problem {
  /** E.g. `strategies[0].applicability.conditions[1].metric`; empty for the value itself. */
  readonly path: string
  readonly value: unknown
  /** What was expected there, as a phrase. */
  readonly expected: string
  /** What was probably meant: a key or a name. */
  readonly suggestion?: string
  /** What reading the value threw, where it cannot be read. */
  readonly reading?: string
}

/** How the expectation at an unknown key begins. */
export const ONLY_KEYS = 'only the keys '

type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue

export const pathText = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const name = /^[\w$]+$/.test(String(key)) ? String(key) : undefined
    if (name === undefined) return `${text}[${JSON.stringify(String(key))}]`
    return text === '' ? name : `${text}.${name}`
  }, '')

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value)

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const quoted = (value: unknown) => (typeof value === 'string' ? JSON.stringify(value) : String(value))

function oneOf(written: unknown, allowed: readonly unknown[]): Pick<Problem, 'expected' | 'suggestion'> {
  const names = allowed.map(String)
  const text = typeof written === 'string' ? written : undefined
  const suggestion = text === undefined ? undefined : closest(text, names)
  const shown = names.length > 10 ? byLikeness(text ?? '', names).slice(0, 3) : allowed
  const listed = shown.map(quoted).join(', ')
  const expected =
    names.length > 10
      ? `one of ${names.length} names, e.g. ${listed}`
      : names.length === 1
        ? listed
        : `one of ${listed}`
  return { expected, ...(suggestion === undefined ? {} : { suggestion }) }
}

/** Our own schemas word what they expect as a phrase; zod's own sentences are cut down to one. */
const phraseOf = (message: string): string =>
  message.replace(/^(.*?: )?expected /, '').replace(/^Input not instance of (\w+)$/, 'a $1')

function misspeltKeys(schema: z.core.$ZodType, input: unknown, path: Path, keys: readonly string[]): Problem[] {
  const known = knownKeys(schema, path, input)
  const present = valueAt(input, path)
  const unused = known.filter(key => !(typeof present === 'object' && present !== null && Object.hasOwn(present, key)))
  return keys.map(key => {
    const suggestion = closest(key, unused)
    return {
      path: pathText([...path, key]),
      value: valueAt(input, [...path, key]),
      expected: `${ONLY_KEYS}${known.length > 0 ? known.join(', ') : '(none)'}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    }
  })
}

/** Whether a value is of another kind than a union's option altogether (a text for an object), rather than wrong inside. */
const isAnotherKind = (issues: readonly Issue[]) =>
  issues.some(({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'))

/** Of a union's options, the one that was probably meant: of the value's kind, with the fewest problems. */
function bestOption(schema: z.core.$ZodType, input: unknown, path: Path, options: readonly Issue[][]): Problem[] {
  const readings = options.map(issues => ({
    isAnotherKind: isAnotherKind(issues),
    problems: problemsOf(
      schema,
      input,
      issues.map(issue => ({ ...issue, path: [...path, ...issue.path] })),
    ),
  }))
  const ofThisKind = readings.filter(reading => !reading.isAnotherKind)
  if (ofThisKind.length === 0) {
    const expected = [...new Set(readings.flatMap(({ problems }) => problems.map(problem => problem.expected)))]
    return [{ path: pathText(path), value: valueAt(input, path), expected: expected.join(', or ') }]
  }
  return ofThisKind.sort((a, b) => a.problems.length - b.problems.length)[0]!.problems
}

function problemsOfIssue(schema: z.core.$ZodType, input: unknown, issue: Issue): Problem[] {
  const value = valueAt(input, issue.path)
  const path = pathText(issue.path)
  if (issue.code === 'unrecognized_keys') return misspeltKeys(schema, input, issue.path, issue.keys)
  if (issue.code === 'invalid_type') return [{ path, value, expected: KINDS[issue.expected] ?? issue.expected }]
  if (issue.code === 'invalid_value') return [{ path, value, ...oneOf(value, issue.values) }]
  if (issue.code === 'invalid_union') {
    if (issue.errors.length > 0) return bestOption(schema, input, issue.path, issue.errors)
    const { options } = issue as { options?: readonly unknown[] }
    return [{ path, value, ...(options ? oneOf(value, options) : { expected: phraseOf(issue.message) }) }]
  }
  return [{ path, value, expected: phraseOf(issue.message) }]
}

/**
 * What zod's issues mean to the one who wrote the value: a problem per cause. A key that is missing because it is misspelt is one problem,
 * not two.
 */
export function problemsOf(schema: z.core.$ZodType, input: unknown, issues: readonly Issue[]): Problem[] {
  const misspelt = issues.filter(issue => issue.code === 'unrecognized_keys')
  const found = misspelt.flatMap(issue => problemsOfIssue(schema, input, issue))
  const explained = new Set(
    found.flatMap(({ path, suggestion }) => (suggestion === undefined ? [] : [renamed(path, suggestion)])),
  )
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') continue
    for (const problem of problemsOfIssue(schema, input, issue)) {
      if (problem.value !== undefined || !explained.has(problem.path)) found.push(problem)
    }
  }
  return found
}

/** The path with its last key replaced. */
const renamed = (path: string, key: string): string => {
  const at = Math.max(path.lastIndexOf('.'), path.lastIndexOf('[') - 1)
  return at < 0 ? key : `${path.slice(0, at)}.${key}`
}
